using System.Text.Json.Nodes;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Engine.Audit.Reading;
using Migrator.Oci.Model;

namespace Migrator.Engine.Audit.Judging;

/// <summary>
/// Judges what a manifest says beside its blobs. Other tools act on it: a media type, a subject or an URL can make
/// them read something else than what was judged.
/// </summary>
internal sealed class ManifestJudge(FindingList findings)
{
    private static readonly string[] OfCopies = ["mediaType", "artifactType", "subject", "annotations"];

    /// <summary>Judges how the place lists a manifest: as an image manifest, whatever its body says.</summary>
    /// <param name="listed">What the index or the registry says of it.</param>
    /// <param name="subject">What the manifest is, for messages.</param>
    public void JudgeListing(Descriptor listed, string subject)
    {
        if (listed.MediaType != MediaTypes.ImageManifest)
        {
            Differs(
                subject,
                $"is listed with the media type '{listed.MediaType}'; expected '{MediaTypes.ImageManifest}'");
        }
    }

    /// <summary>Judges the manifest of a Spin artifact, which says nothing more (spec/spin-oci.md 4.3).</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="isForeign">Whether Spin itself pushed it, which annotates since 2.5.</param>
    public void JudgeSpin(AuditedManifest manifest, bool isForeign)
    {
        foreach (var name in manifest.OtherMembers)
        {
            if (isForeign && name == "annotations")
            {
                findings.Add(
                    AuditFindings.SpinsOwnWay,
                    "artifact",
                    "The manifest has annotations, which no bindle becomes: it was judged as Spin's own push.");
                continue;
            }

            var value = name == "mediaType" ? $" '{manifest.MediaType}'" : "";
            Differs("artifact", $"has the member '{name}'{value}, which no Spin writes");
        }

        JudgeDescriptors(manifest, "artifact");
    }

    /// <summary>Judges the manifest of a bindle's copy, alone or as a referrer.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="id">The bindle's id.</param>
    /// <param name="artifact">The artifact that it must refer to; null when it stands alone.</param>
    /// <param name="subject">What the manifest is, for messages.</param>
    public void JudgeCopy(AuditedManifest manifest, BindleId id, Descriptor? artifact, string subject)
    {
        foreach (var name in manifest.OtherMembers.Except(OfCopies))
        {
            Differs(subject, $"has the member '{name}', which no copy of a bindle has");
        }

        JudgeDescriptors(manifest, subject);
        Expect(subject, "mediaType", MediaTypes.ImageManifest, manifest.MediaType);
        Expect(subject, "artifactType", SpinMediaTypes.BindleCopy, manifest.ArtifactType);
        var annotations = new JsonObject { [SpinMediaTypes.IdAnnotation] = id.ToString() };
        foreach (var difference in JsonComparison.Compare(annotations, manifest.Annotations, showTexts: true))
        {
            Differs(subject, $"has other annotations than the bindle's id, at {difference}");
        }

        JudgeSubject(manifest.Subject, artifact, subject);
    }

    // A referrer can be named by its digest, or be tagged by someone; the bindle in it is whole all the same.
    private void JudgeSubject(Descriptor? actual, Descriptor? expected, string subject)
    {
        if (expected is null)
        {
            if (actual is not null)
            {
                findings.Add(
                    AuditFindings.Manifest,
                    subject,
                    $"The manifest of {subject} is the copy that goes along with {actual.Digest}, which was not " +
                    "judged. Name that one to judge both.",
                    FindingLevel.Warning);
            }
        }
        else if (actual?.Digest != expected.Digest
            || actual.Size != expected.Size
            || actual.MediaType != MediaTypes.ImageManifest)
        {
            Differs(
                subject,
                $"refers to {actual?.Digest} of {actual?.Size} bytes, '{actual?.MediaType}'; expected " +
                $"{expected.Digest} of {expected.Size} bytes, '{MediaTypes.ImageManifest}'");
        }
    }

    private void JudgeDescriptors(AuditedManifest manifest, string subject)
    {
        foreach (var place in manifest.DescriptorExtras)
        {
            Differs(subject, $"has '{place}'; expected media type, digest and size alone");
        }
    }

    private void Expect(string subject, string name, string expected, string? actual)
    {
        if (actual != expected)
        {
            Differs(subject, $"says {(actual is null ? $"no {name}" : $"{name} '{actual}'")}; expected '{expected}'");
        }
    }

    private void Differs(string subject, string how) => findings.Add(
        AuditFindings.Manifest, subject, $"The manifest of {subject} {how}. It was changed; migrate the bindle again.");
}
