using System.Collections.Immutable;
using System.Globalization;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Conversion.Faithful;

/// <summary>Reads manifests of the <c>bindle</c> profile back into bindles.</summary>
internal sealed class StoredBindleReader(IReadOnlyTarget target, bool lenient)
{
    private const int MaxInvoiceBytes = 16 << 20;
    private const int MaxLockedAppBytes = 16 << 20;

    /// <summary>Finds the bindles that a reference leads to: the manifest itself, else its referrers.</summary>
    /// <param name="reference">A tag, or a digest as text.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The bindles, in order of their digests; none when the artifact came without one.</returns>
    /// <exception cref="BindleSourceException">There is no such manifest, or it is not readable as one.</exception>
    /// <exception cref="TargetException">
    /// The target cannot be read, or gives other bytes than the digest says.
    /// </exception>
    public async Task<IReadOnlyList<StoredBindle>> FindAsync(string reference, CancellationToken cancellationToken)
    {
        var descriptor = await target.ResolveOrNullAsync(reference, cancellationToken).ConfigureAwait(false)
            ?? throw Fault(reference, $"{target.Description} has no manifest '{reference}'; check the tag or digest.");
        var manifest = await ReadManifestAsync(reference, descriptor, cancellationToken).ConfigureAwait(false);
        if (IsBindle(manifest))
        {
            return [await OpenAsync(reference, descriptor, manifest, cancellationToken).ConfigureAwait(false)];
        }

        var found = await OpenReferrersAsync(reference, descriptor.Digest, cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? found : await JudgeAsync(reference, manifest, found, cancellationToken)
            .ConfigureAwait(false);
    }

    private static bool IsBindle(Manifest manifest) =>
        manifest.ArtifactType == BindleMediaTypes.Artifact && manifest.Config.MediaType == BindleMediaTypes.Invoice;

    private async Task<IReadOnlyList<StoredBindle>> JudgeAsync(
        string reference, Manifest manifest, IReadOnlyList<StoredBindle> found, CancellationToken cancellationToken)
    {
        var lockedApp = ArtifactFacts.LockedAppOrNull(manifest) is { } descriptor
            ? await ReadAsync(reference, descriptor, MaxLockedAppBytes, cancellationToken).ConfigureAwait(false)
            : [];
        var facts = ArtifactFacts.Read(manifest, lockedApp);
        return
        [
            .. found.Select(bindle => bindle with
            {
                IsOfItsArtifact = bindle.Package.Invoice is not { } invoice || facts.Fit(invoice),
            }),
        ];
    }

    private async Task<IReadOnlyList<StoredBindle>> OpenReferrersAsync(
        string reference, Digest subject, CancellationToken cancellationToken)
    {
        var found = new List<StoredBindle>();
        var referrers = target.ListReferrersAsync(subject, BindleMediaTypes.Artifact, cancellationToken);
        await foreach (var referrer in referrers.ConfigureAwait(false))
        {
            var place = $"{reference} (referrer {referrer.Digest})";
            var manifest = await ReadManifestAsync(place, referrer, cancellationToken).ConfigureAwait(false);
            if (!IsBindle(manifest))
            {
                throw Fault(place, $"{referrer.Digest} is listed as a bindle, but its manifest does not hold one.");
            }

            found.Add(await OpenAsync(place, referrer, manifest, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    private async Task<Manifest> ReadManifestAsync(
        string place, Descriptor descriptor, CancellationToken cancellationToken)
    {
        if (descriptor.MediaType == MediaTypes.ImageIndex)
        {
            throw Fault(place, $"'{place}' is an image index, not a manifest; name the manifest by its digest.");
        }

        var bytes = await ReadAsync(
            place, descriptor, Manifest.MaxBytes, cancellationToken).ConfigureAwait(false);
        try
        {
            return Manifest.Parse(bytes);
        }
        catch (ManifestFormatException fault)
        {
            throw Fault(place, $"Manifest {descriptor.Digest} cannot be read: {fault.Message}", fault);
        }
    }

    private async Task<StoredBindle> OpenAsync(
        string place, Descriptor descriptor, Manifest manifest, CancellationToken cancellationToken)
    {
        var invoice = await ReadAsync(place, manifest.Config, MaxInvoiceBytes, cancellationToken).ConfigureAwait(false);
        var reading = InvoiceToml.Read(invoice, "invoice.toml", lenient);
        var faults = reading.Invoice is null ? [] : CompareLayers(reading.Invoice.Parcels, manifest, descriptor.Digest);
        var package = BindlePackage.Create(
            $"{target.Description} {place}",
            invoice,
            reading with { Findings = [.. reading.Findings, .. faults] },
            new OciParcelStore(target, manifest.Layers));
        return new StoredBindle(descriptor, manifest.Config.Digest, place, package);
    }

    private static IEnumerable<Finding> CompareLayers(ImmutableArray<Parcel> parcels, Manifest manifest, Digest place)
    {
        var layers = manifest.Layers;
        if (parcels.IsEmpty && layers.Length == 1 && layers[0].Digest == BindleArtifact.EmptyLayer.Digest)
        {
            yield break;
        }

        for (var i = 0; i < Math.Max(parcels.Length, layers.Length); i++)
        {
            var fault = Compare(
                i, parcels.ElementAtOrDefault(i)?.Label, layers.ElementAtOrDefault(i), $"manifest {place}");
            if (fault is not null)
            {
                yield return fault;
            }
        }
    }

    private static Finding? Compare(int index, Label? parcel, Descriptor? layer, string place)
    {
        var number = (index + 1).ToString(CultureInfo.InvariantCulture);
        if (parcel is null)
        {
            return FaithfulFindings.LayerWithoutParcel.Of(
                $"layer {number}",
                $"Layer {number}, {layer!.Digest}, is no parcel of the invoice; the manifest was changed.",
                place);
        }

        var expected = $"sha256:{parcel.Sha256.ToLowerInvariant()} of {parcel.Size} bytes";
        if (layer is null)
        {
            return FaithfulFindings.ParcelWithoutLayer.Of(
                $"parcel {parcel.Name}",
                $"Parcel {number} of the invoice, {expected}, has no layer; the manifest was cut short.",
                place);
        }

        return layer.Digest.ToString() == $"sha256:{parcel.Sha256.ToLowerInvariant()}" && layer.Size == parcel.Size
            ? null
            : FaithfulFindings.LayerIsNotParcel.Of(
                $"parcel {parcel.Name}",
                $"Layer {number} must be the invoice's parcel {number}, {expected}; " +
                $"got {layer.Digest} of {layer.Size} bytes.",
                place);
    }

    private async Task<byte[]> ReadAsync(
        string place, Descriptor descriptor, int cap, CancellationToken cancellationToken)
    {
        if (descriptor.Size > cap)
        {
            throw Fault(place, $"Blob {descriptor.Digest} says {descriptor.Size} bytes; at most {cap} are read here.");
        }

        var content = await target.OpenAsync(descriptor, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            // The target's stream ends with an error when the bytes are more, fewer or others than the descriptor says.
            using var buffer = new MemoryStream((int)descriptor.Size);
            await content.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
            return buffer.ToArray();
        }
    }

    private static BindleSourceException Fault(string place, string message, Exception? cause = null) =>
        new(place, message, cause);
}
