using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Engine.Audit.Reading;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Audit.Judging;

/// <summary>Looks for the bindle's copy among the referrers of a Spin artifact, and judges it.</summary>
internal sealed class ReferrerJudge(
    VerifiedBindle bindle, IReadOnlyTarget target, BlobReader blobs, FindingList findings, AuditOptions options)
{
    private readonly CopyJudge _copy = new(bindle, blobs, findings);

    /// <summary>Parcels found as layers of the copy.</summary>
    public int Parcels => _copy.Parcels;

    /// <summary>Judges the copy.</summary>
    /// <param name="artifact">The Spin artifact.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The copy's digest; null when there is none.</returns>
    public async Task<Digest?> JudgeAsync(Digest artifact, CancellationToken cancellationToken)
    {
        var found = new List<(Digest Digest, AuditedManifest Manifest)>();
        var referrers = target.ListReferrersAsync(artifact, SpinMediaTypes.BindleCopy, cancellationToken);
        await foreach (var referrer in referrers.ConfigureAwait(false))
        {
            if (await ReadAsync(referrer, artifact, cancellationToken).ConfigureAwait(false) is { } manifest)
            {
                found.Add((referrer.Digest, manifest));
            }
        }

        var (digest, copy) = found.Find(referrer => _copy.HasSameInvoice(referrer.Manifest));
        foreach (var other in found.Where(referrer => referrer.Manifest != copy))
        {
            await JudgeOtherAsync(
                other.Digest, other.Manifest, isExtra: copy is not null, cancellationToken).ConfigureAwait(false);
        }

        if (copy is null)
        {
            NoCopy(artifact);
            return null;
        }

        await _copy.JudgeAsync(copy, $"referrer {digest}", cancellationToken).ConfigureAwait(false);
        return digest;
    }

    private async Task<AuditedManifest?> ReadAsync(
        Descriptor referrer, Digest artifact, CancellationToken cancellationToken)
    {
        var bytes = await blobs.ReadAsync(referrer, options.MaxDocumentBytes, cancellationToken).ConfigureAwait(false);
        if (bytes is null)
        {
            return null;
        }

        try
        {
            var manifest = AuditedManifest.Parse(bytes);
            return manifest.Subject == artifact
                ? manifest
                : throw new ArtifactFormatException($"its subject is '{manifest.Subject}', not {artifact}.");
        }
        catch (ArtifactFormatException fault)
        {
            findings.Add(
                AuditFindings.ManifestUnreadable,
                $"referrer {referrer.Digest}",
                $"The manifest {referrer.Digest} is listed as the artifact's copy of the bindle, but {fault.Message}");
            return null;
        }
    }

    // Bindles that differ in build metadata alone share an artifact under the plain version policy; each has its copy.
    private async Task JudgeOtherAsync(
        Digest digest, AuditedManifest manifest, bool isExtra, CancellationToken cancellationToken)
    {
        var bytes = await blobs.ReadAsync(
            manifest.Config, options.MaxDocumentBytes, cancellationToken).ConfigureAwait(false);
        var id = bytes is null ? null : InvoiceToml.Read(bytes, "invoice.toml", lenient: true).Invoice?.Id;
        if (isExtra || (id is not null && id != bindle.Id))
        {
            findings.Add(
                AuditFindings.OtherReferrer,
                $"referrer {digest}",
                $"The manifest {digest} is the copy of {(id is null ? "an unreadable bindle" : $"bindle {id}")} " +
                "with another invoice; it was not judged.");
        }
        else
        {
            _copy.InvoiceDiffers(manifest, $"referrer {digest}");
        }
    }

    private void NoCopy(Digest artifact) => findings.Add(
        AuditFindings.NoReferrer,
        $"artifact {artifact}",
        $"No referrer of {artifact} holds this bindle, so it cannot be restored from here. " +
        "Migrate it without --no-referrer to add it.",
        options.RequireReferrer ? FindingLevel.Error : null);
}
