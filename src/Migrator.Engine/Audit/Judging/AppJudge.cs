using System.Text.Json;
using Migrator.Bindle.Verification;
using Migrator.Engine.Audit.Expectation;
using Migrator.Engine.Audit.Reading;

namespace Migrator.Engine.Audit.Judging;

/// <summary>Judges a locked app against what the bindle says: the app's own fields here, the rest by its parts.</summary>
internal sealed class AppJudge(ExpectedApp expected, AppForm form, FindingList findings)
{
    /// <summary>Judges everything that the locked app says.</summary>
    /// <param name="actual">The locked app.</param>
    public void Judge(AuditedApp actual)
    {
        JudgeFrame(actual);
        JudgeVersion(actual);
        JudgeMetadata(actual);
        JudgeVariables(actual);
        new TriggerJudge(expected, form, findings).Judge(actual);
        new ComponentJudge(expected, form, findings).Judge(actual);
    }

    private void JudgeFrame(AuditedApp actual)
    {
        if (actual.LockVersion != "0" && !(form.IsForeign && actual.LockVersion == "1"))
        {
            findings.Add(
                AuditFindings.AppUnreadable,
                "application",
                $"The application has spin_lock_version '{actual.LockVersion}'; expected 0. Migrate the bindle again.");
        }

        foreach (var name in actual.UnknownMembers)
        {
            findings.Add(
                form.IsForeign ? AuditFindings.SpinsOwnWay : AuditFindings.AppSurplus,
                "application",
                $"The application has a member '{name}' that no bindle gives.");
        }
    }

    // Both versions are right: the author's, and the bindle's with bindle_version beside it (spec/spin-oci.md 7.6).
    private void JudgeVersion(AuditedApp actual)
    {
        var (full, plain) = (expected.Id.Version.Text, expected.Id.Version.WithoutBuild);
        var (version, ofBindle) = (actual.Version, actual.BindleVersion);
        if (ofBindle is null ? version == plain || version == full : version == full && IsBindleVersion(ofBindle))
        {
            return;
        }

        findings.Add(
            AuditFindings.Version,
            "version",
            $"The application says version '{version}'{(ofBindle is null ? "" : $" and bindle_version '{ofBindle}'")}; " +
            $"expected '{plain}', or '{full}' in both. Check that the reference is this bindle's.");
    }

    // Spin cuts the id at its first slash, so a name with a slash puts a part of itself in here (golden README, early bindles).
    private bool IsBindleVersion(string text)
    {
        var id = expected.Id.ToString();
        return text == expected.Id.Version.Text || text == id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..];
    }

    private void JudgeMetadata(AuditedApp actual)
    {
        foreach (var difference in JsonComparison.Compare(form.Metadata(), actual.Metadata, showTexts: expected.IsHttp))
        {
            if (difference.Member is "version" or "bindle_version")
            {
                continue;
            }

            if (IsMendedBase(difference, actual.Metadata))
            {
                findings.Add(AuditFindings.BaseMended, "base", $"The base path '{expected.Base}' was written as '{form.MendedBase}'.");
                continue;
            }

            findings.Add(
                IsSpinsOwnWay(difference) ? AuditFindings.SpinsOwnWay : KindOf(difference.Member),
                $"metadata {difference.Member}",
                $"The application's metadata differs at {difference}.");
        }
    }

    private bool IsMendedBase(JsonDifference difference, JsonElement? metadata) =>
        difference.Path == "trigger.base"
        && form.MendedBase != expected.Base
        && metadata?.GetProperty("trigger").GetProperty("base").ToString() == form.MendedBase;

    // Spin leaves a default base out when the author does; the bindle's loader fills it in (golden README).
    private bool IsSpinsOwnWay(JsonDifference difference) =>
        form.IsForeign
        && difference.Actual == JsonDifference.Nothing
        && expected.Base == "/"
        && difference.Path is "trigger.base" or "triggers.http.base";

    private static FindingKind KindOf(string member) => member switch
    {
        "name" => AuditFindings.Name,
        "description" or "authors" => AuditFindings.About,
        "trigger" or "triggers" => AuditFindings.AppTrigger,
        _ => AuditFindings.AppSurplus,
    };

    private void JudgeVariables(AuditedApp actual)
    {
        foreach (var difference in JsonComparison.Compare(expected.Variables, actual.Variables))
        {
            findings.Add(
                AuditFindings.Variables,
                $"variable {difference.Member}",
                $"The variables differ at {difference}. Values are not shown.");
        }
    }
}
