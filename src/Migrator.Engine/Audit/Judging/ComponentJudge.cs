using System.Text.Json;
using System.Text.Json.Nodes;
using Migrator.Bindle.Verification;
using Migrator.Engine.Audit.Expectation;
using Migrator.Engine.Audit.Reading;

namespace Migrator.Engine.Audit.Judging;

/// <summary>Judges the components of a locked app, by position.</summary>
internal sealed class ComponentJudge(ExpectedApp app, AppForm form, FindingList findings)
{
    private static readonly string[] Lists =
        ["ai_models", "allowed_http_hosts", "allowed_outbound_hosts", "databases", "key_value_stores"];

    private readonly InlineJudge _inline = new(app.Sizes, findings);

    /// <summary>Judges every component.</summary>
    /// <param name="actual">The locked app.</param>
    public void Judge(AuditedApp actual)
    {
        var expected = app.Components;
        var ids = expected.Select(component => component.Id).ToList();
        var found = actual.Components.Select(component => component.Id).ToList();
        foreach (var (left, right) in Pairing.Of(ids, found, form.SameId))
        {
            if (right < 0)
            {
                findings.Add(
                    AuditFindings.ComponentMissing,
                    $"component {ids[left]}",
                    $"The application has no component '{ids[left]}'.");
            }
            else if (left < 0)
            {
                var id = actual.Components[right].Id;
                findings.Add(AuditFindings.ComponentSurplus, $"component {id}", $"The bindle has no component '{id}'.");
            }
            else if (JudgeId(left, expected[left].Id, actual.Components[right].Id))
            {
                JudgeOne(expected[left], actual.Components[right]);
            }
        }
    }

    private bool JudgeId(int position, string expected, string actual)
    {
        if (actual == expected)
        {
            return true;
        }

        var sameForSpin = form.SameId.Equals(expected, actual);
        findings.Add(
            sameForSpin ? AuditFindings.SpinsOwnWay : AuditFindings.ComponentId,
            $"component {expected}",
            $"Component {position + 1} has the id '{actual}'; expected '{expected}'.");
        return sameForSpin;
    }

    private void JudgeOne(ExpectedComponent expected, AuditedComponent actual)
    {
        JudgeModule(expected, actual);
        JudgeTexts(AuditFindings.Environment, "environment", expected.Id, expected.Environment, actual.Environment);
        JudgeTexts(AuditFindings.Config, "config", expected.Id, expected.Config, actual.Config);
        JudgeMetadata(expected, actual);
        foreach (var name in actual.UnknownMembers)
        {
            findings.Add(
                form.IsForeign && name == "dependencies" ? AuditFindings.SpinsOwnWay : AuditFindings.ComponentMetadata,
                $"component {expected.Id}",
                $"Component '{expected.Id}' has a member '{name}' that no bindle gives.");
        }

        new FileJudge(expected, _inline, findings).Judge(actual);
    }

    private void JudgeModule(ExpectedComponent expected, AuditedComponent actual)
    {
        _inline.Judge($"component {expected.Id}", actual.Source);
        if (actual.Source.Digest.Hex == expected.Module)
        {
            return;
        }

        // Spin 1 kept the modules of components with one id in one file, so that the last one's served them all.
        var last = app.Components.Last(component => component.Id == expected.Id);
        var isSpins = last != expected && actual.Source.Digest.Hex == last.Module;
        findings.Add(
            isSpins ? AuditFindings.DuplicateId : AuditFindings.Module,
            $"component {expected.Id}",
            isSpins
                ? $"Several components have the id '{expected.Id}'; this one runs the last one's module " +
                  $"{actual.Source.Digest} instead of its own sha256:{expected.Module}, as Spin 1 did."
                : $"Component '{expected.Id}' runs the module {actual.Source.Digest}; " +
                  $"expected sha256:{expected.Module}.");
    }

    private void JudgeTexts(FindingKind kind, string what, string id, JsonObject expected, JsonElement? actual)
    {
        foreach (var difference in JsonComparison.Compare(expected, actual))
        {
            findings.Add(
                kind,
                $"component {id}",
                $"The {what} of component '{id}' differs at {difference}. Values are not shown.");
        }
    }

    private void JudgeMetadata(ExpectedComponent expected, AuditedComponent actual)
    {
        var metadata = form.Metadata(expected);
        foreach (var difference in JsonComparison.Compare(metadata, actual.Metadata, showTexts: true))
        {
            if (IsEmptyList(difference, actual.Metadata))
            {
                continue;
            }

            findings.Add(
                form.IsForeign && difference.Path == "build" ? AuditFindings.SpinsOwnWay : KindOf(difference.Member),
                $"component {expected.Id}",
                $"The metadata of component '{expected.Id}' differs at {difference}.");
        }
    }

    // An empty list says the same as none, and Spin wrote each of them since another release (spec/spin-oci.md 3.5).
    private static bool IsEmptyList(JsonDifference difference, JsonElement? metadata) =>
        difference.IsSurplus
        && Lists.Contains(difference.Path)
        && metadata is { } members
        && members.TryGetProperty(difference.Path, out var list)
        && list.ValueKind == JsonValueKind.Array
        && list.GetArrayLength() == 0;

    private static FindingKind KindOf(string member) =>
        member is "allowed_http_hosts" or "allowed_outbound_hosts"
            ? AuditFindings.AllowedHosts
            : AuditFindings.ComponentMetadata;
}
