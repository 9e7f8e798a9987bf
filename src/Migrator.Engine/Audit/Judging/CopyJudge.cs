using System.Collections.Immutable;
using System.Globalization;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Engine.Audit.Reading;
using Migrator.Oci.Model;

namespace Migrator.Engine.Audit.Judging;

/// <summary>
/// Judges a manifest that holds a whole bindle, alone or as a referrer: the invoice byte for byte, and parcel n as
/// layer n.
/// </summary>
internal sealed class CopyJudge(VerifiedBindle bindle, BlobReader blobs, FindingList findings)
{
    /// <summary>Parcels found as layers.</summary>
    public int Parcels { get; private set; }

    /// <summary>Whether a manifest claims to hold a bindle.</summary>
    /// <param name="manifest">The manifest.</param>
    public static bool IsCopy(AuditedManifest manifest) =>
        manifest.ArtifactType == SpinMediaTypes.BindleCopy || manifest.Config.MediaType == SpinMediaTypes.Invoice;

    /// <summary>Whether the config is this bindle's invoice, byte for byte.</summary>
    /// <param name="manifest">The manifest.</param>
    public bool HasSameInvoice(AuditedManifest manifest) =>
        manifest.Config.MediaType == SpinMediaTypes.Invoice
        && manifest.Config.Size == bindle.Package.InvoiceBytes.Length
        && manifest.Config.Digest == Digest.Of(bindle.Package.InvoiceBytes.Span);

    /// <summary>Judges the manifest, the invoice and every layer, and reads all of their bytes.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="artifact">The artifact that it must refer to; null when it stands alone.</param>
    /// <param name="subject">What the manifest is, for messages.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>A task that ends when all is judged.</returns>
    public async Task JudgeAsync(
        AuditedManifest manifest, Descriptor? artifact, string subject, CancellationToken cancellationToken)
    {
        new ManifestJudge(findings).JudgeCopy(manifest, bindle.Id, artifact, subject);
        if (!HasSameInvoice(manifest))
        {
            InvoiceDiffers(manifest, subject);
        }

        await blobs.CheckAsync(manifest.Config, cancellationToken).ConfigureAwait(false);
        JudgeLayers(manifest.Layers, subject);
        foreach (var layer in manifest.Layers)
        {
            await blobs.CheckAsync(layer, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Records that an invoice is another one.</summary>
    /// <param name="manifest">The manifest with the other invoice.</param>
    /// <param name="subject">What the manifest is, for messages.</param>
    public void InvoiceDiffers(AuditedManifest manifest, string subject) => findings.Add(
        AuditFindings.InvoiceDiffers,
        subject,
        $"The invoice in {subject} is {manifest.Config.Digest} of {manifest.Config.Size} bytes; the bindle's is " +
        $"{Digest.Of(bindle.Package.InvoiceBytes.Span)} of {bindle.Package.InvoiceBytes.Length} bytes. " +
        "Migrate the bindle again with --force; plan a batch again.");

    private void JudgeLayers(ImmutableArray<Descriptor> layers, string subject)
    {
        var parcels = bindle.Invoice.Parcels;
        if (parcels.IsEmpty
            && layers is [{ MediaType: SpinMediaTypes.Empty } empty]
            && empty.Digest == Digest.Of("{}"u8))
        {
            return;
        }

        Parcels = 0;
        for (var i = 0; i < Math.Max(parcels.Length, layers.Length); i++)
        {
            if (FaultOf(parcels.ElementAtOrDefault(i)?.Label, layers.ElementAtOrDefault(i)) is { } fault)
            {
                findings.Add(
                    AuditFindings.ParcelLayer,
                    $"parcel {i + 1}",
                    string.Create(CultureInfo.InvariantCulture, $"Layer {i + 1} of {subject}: {fault}."));
            }
            else
            {
                Parcels++;
            }
        }
    }

    private static string? FaultOf(Label? parcel, Descriptor? layer)
    {
        if (parcel is null)
        {
            return $"the invoice has no such parcel, got {layer!.Digest}";
        }

        var digest = $"sha256:{parcel.Sha256.ToLowerInvariant()}";
        var expected = $"expected parcel '{parcel.Name}', {digest} of {parcel.Size} bytes";
        if (layer is null)
        {
            return $"{expected}, got none";
        }

        if (!layer.Digest.Hex.Equals(parcel.Sha256, StringComparison.OrdinalIgnoreCase) || layer.Size != parcel.Size)
        {
            return $"{expected}, got {layer.Digest} of {layer.Size} bytes";
        }

        return layer.MediaType == parcel.MediaType || layer.MediaType == SpinMediaTypes.OctetStream
            ? null
            : $"expected media type '{parcel.MediaType}', got '{layer.MediaType}'";
    }
}
