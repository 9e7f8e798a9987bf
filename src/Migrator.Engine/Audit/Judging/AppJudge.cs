using System.Text.Json;
using Migrator.Bindle.Verification;
using Migrator.Engine.Audit.Expectation;
using Migrator.Engine.Audit.Reading;

namespace Migrator.Engine.Audit.Judging;

/// <summary>
/// Judges a locked app against what the bindle says: the app's own fields here, the rest by its parts.
/// </summary>
internal sealed class AppJudge(ExpectedApp app, AppForm form, FindingList findings)
{
    /// <summary>Judges everything that the locked app says.</summary>
    /// <param name="actual">The locked app.</param>
    public void Judge(AuditedApp actual)
    {
        JudgeFrame(actual);
        JudgeVersion(actual);
        JudgeMetadata(actual);
        JudgeVariables(actual);
        new TriggerJudge(app, form, findings).Judge(actual);
        new ComponentJudge(app, form, findings).Judge(actual);
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
                form.IsForeign && name is ("must_understand" or "host_requirements")
                    ? AuditFindings.SpinsOwnWay
                    : AuditFindings.AppSurplus,
                "application",
                $"The application has a member '{name}' that no bindle gives.");
        }
    }

    // Both versions are right: the author's, and the bindle's with bindle_version beside it (spec/spin-oci.md 7.6).
    private void JudgeVersion(AuditedApp actual)
    {
        var (full, plain) = (app.Id.Version.Text, app.Id.Version.WithoutBuild);
        var (version, ofBindle) = (actual.Version, actual.BindleVersion);
        if (ofBindle is null ? version == plain || version == full : version == full && IsBindleVersion(ofBindle))
        {
            return;
        }

        findings.Add(
            AuditFindings.Version,
            "version",
            $"The application says version '{version}' and " +
            $"{(ofBindle is null ? "no bindle_version" : $"bindle_version '{ofBindle}'")}; " +
            $"expected '{plain}', or '{full}' in both. Check that the reference is this bindle's.");
    }

    // Spin cuts the id at its first slash, so that a name with a slash leaves a part of itself in here.
    private bool IsBindleVersion(string text)
    {
        var id = app.Id.ToString();
        return text == app.Id.Version.Text || text == id[(id.IndexOf('/', StringComparison.Ordinal) + 1)..];
    }

    private void JudgeMetadata(AuditedApp actual)
    {
        foreach (var difference in JsonComparison.Compare(form.Metadata(), actual.Metadata, showTexts: app.IsHttp))
        {
            if (difference.Path is "version" or "bindle_version")
            {
                continue;
            }

            if (IsMendedBase(difference, actual.Metadata))
            {
                findings.Add(
                    AuditFindings.BaseMended,
                    "base",
                    $"The base path '{app.Base}' was written as '{form.MendedBase}'.");
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
        && form.MendedBase != app.Base
        && metadata is { } members
        && members.TryGetProperty("trigger", out var trigger)
        && trigger.TryGetProperty("base", out var found)
        && found.ToString() == form.MendedBase;

    // Spin leaves a default base out when the author does, which the bindle's loader fills in, and keeps keys of an
    // author's, which the loader drops.
    private bool IsSpinsOwnWay(JsonDifference difference)
    {
        if (!form.IsForeign || difference.Member is not ("trigger" or "triggers"))
        {
            return false;
        }

        return difference.IsSurplus
            ? app.TriggerType is ("http" or "redis")
            : difference.Actual == JsonDifference.Nothing
                && app.Base == "/"
                && difference.Path.EndsWith(".base", StringComparison.Ordinal);
    }

    private static FindingKind KindOf(string member) => member switch
    {
        "name" => AuditFindings.Name,
        "description" or "authors" => AuditFindings.About,
        "trigger" or "triggers" => AuditFindings.AppTrigger,
        _ => AuditFindings.AppSurplus,
    };

    private void JudgeVariables(AuditedApp actual)
    {
        foreach (var difference in JsonComparison.Compare(app.Variables, actual.Variables))
        {
            findings.Add(
                AuditFindings.Variables,
                $"variable {difference.Member}",
                $"The variables differ at {difference}. Values are not shown.");
        }
    }
}
