using System.Collections.Immutable;
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
    private readonly ManifestJudge _manifests = new(findings);
    private readonly IndexJudge _index = new(target, findings, options.MaxDocumentBytes);

    // The referrers of others, signatures for one, are looked into and not judged.
    private readonly BlobReader _others = new(target, new FindingList());

    /// <summary>The digest of the first copy that has the bindle's invoice; null when none has.</summary>
    public Digest? Own { get; private set; }

    /// <summary>Parcels found as layers of the copy.</summary>
    public int Parcels => _copy.Parcels;

    /// <summary>Judges the copy.</summary>
    /// <param name="artifact">The Spin artifact.</param>
    /// <param name="app">Its application.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The digests of all copies of bindles that could be read, in the order of the list.</returns>
    public async Task<ImmutableArray<Digest>> JudgeAsync(
        Descriptor artifact, AuditedApp app, CancellationToken cancellationToken)
    {
        var listed = await target.ListReferrersAsync(artifact.Digest, null, cancellationToken)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var copies = new List<(Digest Digest, AuditedManifest Manifest)>();
        foreach (var referrer in listed)
        {
            if (await ReadAsync(referrer, artifact.Digest, cancellationToken).ConfigureAwait(false) is { } manifest)
            {
                _manifests.JudgeListing(referrer, $"referrer {referrer.Digest}");
                copies.Add((referrer.Digest, manifest));
            }
        }

        var own = copies.Where(copy => _copy.HasSameInvoice(copy.Manifest)).ToList();
        foreach (var (digest, manifest) in own)
        {
            await _copy.JudgeAsync(manifest, artifact, $"referrer {digest}", cancellationToken).ConfigureAwait(false);
        }

        foreach (var (digest, manifest) in copies.Where(copy => !_copy.HasSameInvoice(copy.Manifest)))
        {
            await JudgeOtherAsync(digest, manifest, own.Count > 0, app, cancellationToken).ConfigureAwait(false);
        }

        var known = listed.Select(referrer => referrer.Digest).ToHashSet();
        await _index.JudgeCopiesAsync(known, own.Count > 0, cancellationToken).ConfigureAwait(false);
        if (own.Count == 0)
        {
            NoCopy(artifact.Digest);
        }

        Own = own.Count == 0 ? null : own[0].Digest;
        return [.. copies.Select(copy => copy.Digest)];
    }

    // A copy whose artifact type was changed is found by its config.
    private async Task<AuditedManifest?> ReadAsync(
        Descriptor referrer, Digest artifact, CancellationToken cancellationToken)
    {
        var isMarked = referrer.ArtifactType == SpinMediaTypes.BindleCopy;
        var reader = isMarked ? blobs : _others;
        var bytes = await reader.ReadAsync(referrer, options.MaxDocumentBytes, cancellationToken).ConfigureAwait(false);
        try
        {
            var manifest = bytes is null ? null : AuditedManifest.Parse(bytes);
            if (manifest is null || !(isMarked || CopyJudge.IsCopy(manifest)))
            {
                return null;
            }

            return manifest.Subject?.Digest == artifact
                ? manifest
                : throw new ArtifactFormatException($"its subject is '{manifest.Subject?.Digest}', not {artifact}.");
        }
        catch (ArtifactFormatException fault)
        {
            if (isMarked)
            {
                findings.Add(
                    AuditFindings.ManifestUnreadable,
                    $"referrer {referrer.Digest}",
                    $"The manifest {referrer.Digest} is listed as the artifact's copy of the bindle, " +
                    $"but {fault.Message}");
            }

            return null;
        }
    }

    private async Task JudgeOtherAsync(
        Digest digest, AuditedManifest manifest, bool hasOwn, AuditedApp app, CancellationToken cancellationToken)
    {
        var bytes = await blobs.ReadAsync(
            manifest.Config, options.MaxDocumentBytes, cancellationToken).ConfigureAwait(false);
        var invoice = bytes is null ? null : InvoiceToml.Read(bytes, "invoice.toml", lenient: true).Invoice;
        var holder = invoice is null ? "an unreadable bindle" : $"bindle {invoice.Id}";
        if (!hasOwn)
        {
            _copy.InvoiceDiffers(manifest, $"referrer {digest}, the copy of {holder}");
            return;
        }

        var mayBeThere = invoice is not null && (IsEarlierState(invoice) || IsSibling(invoice.Id, app));
        findings.Add(
            AuditFindings.OtherReferrer,
            $"referrer {digest}",
            $"The manifest {digest} is the copy of {holder} with another invoice" +
            (mayBeThere
                ? "; it was not judged."
                : $", and cannot become this artifact. Remove it; a restore could take it for {bindle.Id}."),
            mayBeThere ? null : FindingLevel.Error);
    }

    // A bindle that was yanked or signed after it was migrated, and migrated again, has a copy of each state.
    private bool IsEarlierState(Invoice invoice) =>
        InvoiceToml.Write(Plain(invoice)).AsSpan().SequenceEqual(InvoiceToml.Write(Plain(bindle.Invoice)));

    private static Invoice Plain(Invoice invoice) =>
        invoice with { Yanked = false, YankedSignatures = [], Signatures = [], HasSignatureField = false };

    // Bindles that differ in build metadata alone share an artifact under the plain version policy; each has its copy.
    private bool IsSibling(BindleId id, AuditedApp app) =>
        app.BindleVersion is null
        && id != bindle.Id
        && id.Name == bindle.Id.Name
        && id.Version.WithoutBuild == bindle.Id.Version.WithoutBuild;

    private void NoCopy(Digest artifact) => findings.Add(
        AuditFindings.NoReferrer,
        $"artifact {artifact}",
        $"No referrer of {artifact} holds this bindle, so it cannot be restored from here. " +
        "Migrate it without --no-referrer to add it.",
        options.RequireReferrer ? FindingLevel.Error : null);
}
