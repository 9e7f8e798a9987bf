using System.Text.Json;
using System.Text.Json.Nodes;
using Migrator.Engine.Audit.Expectation;
using Migrator.Engine.Audit.Reading;

namespace Migrator.Engine.Audit.Judging;

/// <summary>Judges the triggers of a locked app: one a component, in order.</summary>
internal sealed class TriggerJudge(ExpectedApp app, AppForm form, FindingList findings)
{
    /// <summary>Judges every trigger.</summary>
    /// <param name="actual">The locked app.</param>
    public void Judge(AuditedApp actual)
    {
        var expected = EffectiveComponents();
        var ids = expected.ConvertAll(component => form.TriggerId(component.Id));
        foreach (var (left, right) in Pairing.Of(ids, [.. actual.Triggers.Select(trigger => trigger.Id)], form.SameId))
        {
            if (right < 0)
            {
                findings.Add(
                    AuditFindings.TriggerMissing,
                    $"trigger {ids[left]}",
                    $"The application has no trigger '{ids[left]}'.");
            }
            else if (left < 0)
            {
                var id = actual.Triggers[right].Id;
                findings.Add(AuditFindings.TriggerSurplus, $"trigger {id}", $"The bindle has no trigger '{id}'.");
            }
            else if (JudgeId(ids[left], actual.Triggers[right]))
            {
                JudgeConfig(expected[left], actual.Triggers[right]);
            }
        }
    }

    // Components with one id share a trigger: at the place of the first, with the values of the last (spec/spin-oci.md
    // 3.3).
    private List<ExpectedComponent> EffectiveComponents() =>
        [.. app.Components.GroupBy(component => component.Id, StringComparer.Ordinal).Select(group => group.Last())];

    private bool JudgeId(string expected, AuditedTrigger actual)
    {
        if (actual.Type != app.TriggerType)
        {
            findings.Add(
                AuditFindings.TriggerId,
                $"trigger {actual.Id}",
                $"Trigger '{actual.Id}' has type '{actual.Type}'; expected '{app.TriggerType}'.");
            return false;
        }

        if (actual.Id == expected)
        {
            return true;
        }

        var sameForSpin = form.SameId.Equals(expected, actual.Id);
        findings.Add(
            sameForSpin ? AuditFindings.SpinsOwnWay : AuditFindings.TriggerId,
            $"trigger {actual.Id}",
            $"A trigger has the id '{actual.Id}'; expected '{expected}'.");
        return sameForSpin;
    }

    private void JudgeConfig(ExpectedComponent expected, AuditedTrigger actual)
    {
        if (app.IsHttp)
        {
            JudgeRoute(expected.Trigger["route"]!.GetValue<string>(), actual);
        }

        foreach (var difference in JsonComparison.Compare(form.Trigger(expected), actual.Config))
        {
            if (app.IsHttp && difference.Path == "route")
            {
                continue;
            }

            findings.Add(
                IsSpinsOwnWay(expected.Id, difference, actual.Config)
                    ? AuditFindings.SpinsOwnWay
                    : AuditFindings.TriggerConfig,
                $"trigger {actual.Id}",
                $"Trigger '{actual.Id}' differs at {difference}.");
        }
    }

    private void JudgeRoute(string expected, AuditedTrigger actual)
    {
        var found = actual.Config.TryGetProperty("route", out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
        if (found == expected && !(form.FoldsBase && app.Base != "/"))
        {
            return;
        }

        var pattern = RoutePattern.Of(form.MendedBase, expected);
        if (form.FoldsBase && app.Base != "/" && found is not null && RoutePattern.Of("/", found) == pattern)
        {
            NoteMendedBase(actual.Id);
            return;
        }

        findings.Add(
            AuditFindings.Route,
            $"trigger {actual.Id}",
            $"Trigger '{actual.Id}' has {(found is null ? "no route" : $"the route '{found}'")}; expected " +
            $"'{(form.FoldsBase && app.Base != "/" ? pattern.ToString() : expected)}'.");
    }

    private void NoteMendedBase(string id)
    {
        if (form.MendedBase != app.Base)
        {
            findings.Add(
                AuditFindings.BaseMended,
                $"trigger {id}",
                $"The route of '{id}' has the base path '{app.Base}' as '{form.MendedBase}'; Spin 1 matched nothing.");
        }
    }

    // From an author's source Spin keeps keys that the bindle's loader drops, wagi's settings as the author gave them,
    // and
    // ids in kebab case.
    private bool IsSpinsOwnWay(string component, JsonDifference difference, JsonElement config) =>
        form.IsForeign && difference.Member switch
        {
            "executor" => IsDefaultLeftOut(difference, config),
            "component" =>
                config.TryGetProperty("component", out var id) && form.SameId.Equals(id.ToString(), component),
            _ => difference.IsSurplus && app.TriggerType is ("http" or "redis"),
        };

    private static bool IsDefaultLeftOut(JsonDifference difference, JsonElement config) =>
        difference.Actual == JsonDifference.Nothing
            ? difference.Path is "executor.argv" or "executor.entrypoint"
            : difference.IsSurplus
                && config.TryGetProperty("executor", out var executor)
                && executor.ValueKind == JsonValueKind.Object;
}
