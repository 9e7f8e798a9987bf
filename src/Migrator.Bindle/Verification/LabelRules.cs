using System.Text;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Verification;

/// <summary>Judges each label by itself (spec/bindle.md 10.2, 10.3 rows 58 and 60).</summary>
internal static class LabelRules
{
    private const int MaxMediaTypeBytes = 64 << 10;

    public static void Judge(Parcel parcel, string subject, VerificationPolicy policy, FindingList findings)
    {
        var label = parcel.Label;
        JudgeDigest(label.Sha256, subject, policy, findings);
        if (label.Size > policy.MaxParcelSize)
        {
            findings.Add(
                VerifyFindings.SizeOverLimit,
                subject,
                $"{subject}: the declared size {label.Size} exceeds the limit of {policy.MaxParcelSize} bytes.");
        }

        JudgeMediaType(label.MediaType, subject, findings);
        JudgeName(parcel, subject, findings);
        JudgeWagi(parcel, subject, findings);
    }

    // Only then does its name become a path.
    private static bool IsFile(Parcel parcel) => !parcel.IsGlobal || WagiLabels.IsFile(parcel);

    private static void JudgeDigest(string sha256, string subject, VerificationPolicy policy, FindingList findings)
    {
        if (Sha256Text.IsDigest(sha256))
        {
            return;
        }

        if (!Sha256Text.IsDigest(sha256.ToLowerInvariant()))
        {
            findings.Add(
                VerifyFindings.BadDigest,
                subject,
                $"{subject}: label.sha256 must be 64 lower-case hex digits; got {MessageText.Quote(sha256)}.");
            return;
        }

        findings.Add(
            VerifyFindings.UpperCaseDigest,
            subject,
            policy.Lenient
                ? $"{subject}: label.sha256 is in upper case; it is taken for lower case."
                : $"{subject}: label.sha256 must be in lower case; got {MessageText.Quote(sha256)}. Lenient takes it.",
            policy.Lenient ? FindingLevel.Warning : null);
    }

    private static void JudgeMediaType(string mediaType, string subject, FindingList findings)
    {
        // A tab and letters beyond ASCII went through the real server; it dropped the connection on the others.
        var hasControl = mediaType.Any(c => c is < ' ' and not '\t' or '\u007F');
        if (hasControl || Encoding.UTF8.GetByteCount(mediaType) > MaxMediaTypeBytes)
        {
            findings.Add(
                VerifyFindings.BadMediaType,
                subject,
                $"{subject}: the media type {MessageText.Quote(mediaType)} " +
                (hasControl ? "holds a control character." : "is longer than 64 KiB."));
        }
    }

    private static void JudgeName(Parcel parcel, string subject, FindingList findings)
    {
        FindingLevel? level = IsFile(parcel) ? null : FindingLevel.Note;
        var name = parcel.Label.Name;
        if (name.Length == 0)
        {
            findings.Add(
                VerifyFindings.EmptyParcelName,
                subject,
                $"{subject}: label.name is empty; a file needs a name.",
                level);
        }
        else if (FileNameRules.FindEscape(name) is { } escape)
        {
            findings.Add(
                VerifyFindings.UnsafeParcelName,
                subject,
                $"{subject}: label.name {MessageText.Quote(name)} {escape}.",
                level);
        }
        else if (IsFile(parcel) && FileNameRules.FindDifference(name) is { } difference)
        {
            findings.Add(
                VerifyFindings.UnportableParcelName,
                subject,
                $"{subject}: label.name {MessageText.Quote(name)} {difference}.");
        }
    }

    private static void JudgeWagi(Parcel parcel, string subject, FindingList findings)
    {
        if (WagiLabels.FeatureOf(parcel, "file") is { } file && IsMeantAsTrue(file))
        {
            findings.Add(
                VerifyFindings.FileFeature,
                subject,
                $"{subject}: feature.wagi.file is {MessageText.Quote(file)}; only exactly 'true' makes it a file.");
        }

        if (!parcel.IsGlobal && WagiLabels.IsModule(parcel) && WagiLabels.FeatureOf(parcel, "route") is not null)
        {
            findings.Add(
                VerifyFindings.UnreachableHandler,
                subject,
                $"{subject}: the handler is unreachable; Wagi mounts only handlers that are in no group.");
        }
    }

    private static bool IsMeantAsTrue(string file) =>
        file is not "true"
        && (file is "1" || new[] { "true", "yes" }.Contains(file.Trim(), StringComparer.OrdinalIgnoreCase));
}
