using Migrator.Engine.Audit.Reading;
using Migrator.Oci.Model;

namespace Migrator.Engine.Audit.Judging;

/// <summary>Judges inlined bytes: they must be those of the digest beside them.</summary>
/// <param name="sizes">The lengths of the bindle's parcels, by lower-case hex.</param>
/// <param name="findings">Where findings go.</param>
internal sealed class InlineJudge(IReadOnlyDictionary<string, long> sizes, FindingList findings)
{
    /// <summary>The largest length that Spin inlines, in bytes (spec/spin-oci.md 0.1).</summary>
    public const int Limit = 128;

    /// <summary>Judges one reference to bytes.</summary>
    /// <param name="subject">Whose bytes they are.</param>
    /// <param name="content">The reference.</param>
    public void Judge(string subject, AuditedContent content)
    {
        if (content.Inline is not null)
        {
            JudgeBytes(subject, content);
        }
        else if (sizes.TryGetValue(content.Digest.Hex, out var size) && size <= Limit)
        {
            findings.Add(
                AuditFindings.InlineLimit,
                subject,
                $"The {size} bytes of {subject} are not inlined; Spin since 1.5 inlines up to {Limit}.");
        }
    }

    private void JudgeBytes(string subject, AuditedContent content)
    {
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
