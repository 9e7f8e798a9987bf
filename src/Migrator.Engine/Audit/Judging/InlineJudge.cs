using Migrator.Engine.Audit.Reading;
using Migrator.Oci.Model;

namespace Migrator.Engine.Audit.Judging;

/// <summary>Judges inlined bytes: they must be those of the digest beside them.</summary>
internal static class InlineJudge
{
    /// <summary>The largest length that Spin inlines, in bytes (spec/spin-oci.md 0.1).</summary>
    public const int Limit = 128;

    /// <summary>Judges one reference to bytes.</summary>
    /// <param name="findings">Where findings go.</param>
    /// <param name="subject">Whose bytes they are.</param>
    /// <param name="content">The reference.</param>
    public static void Judge(FindingList findings, string subject, AuditedContent content)
    {
        if (content.Inline is null)
        {
            return;
        }

        var bytes = content.DecodeInline();
        if (bytes is null)
        {
            findings.Add(
                AuditFindings.Inline,
                subject,
                $"The inlined bytes of {subject} are not base64 without padding, as Spin reads it.");
        }
        else if (Digest.Of(bytes) != content.Digest)
        {
            findings.Add(
                AuditFindings.Inline,
                subject,
                $"The inlined bytes of {subject} have the digest {Digest.Of(bytes)}; expected {content.Digest}.");
        }
        else if (bytes.Length > Limit)
        {
            findings.Add(
                AuditFindings.InlineLimit,
                subject,
                $"The {bytes.Length} bytes of {subject} are inlined; Spin inlines up to {Limit}.");
        }
    }
}
