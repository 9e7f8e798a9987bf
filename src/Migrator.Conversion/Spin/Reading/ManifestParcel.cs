using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Finds the one parcel that is the Spin manifest (spec/spin-oci.md 2, step 2).</summary>
internal static class ManifestParcel
{
    /// <summary>The largest manifest that is read, in bytes; the largest known one has 20 thousand.</summary>
    public const int MaxSize = 4 << 20;

    /// <summary>Finds it.</summary>
    /// <param name="invoice">The invoice.</param>
    /// <param name="findings">Where the reason goes when there is none.</param>
    /// <returns>Its label; null when there is not exactly one.</returns>
    public static Label? Find(Invoice invoice, ICollection<Finding> findings)
    {
        var found = invoice.Parcels
            .Select(parcel => parcel.Label)
            .Where(label => label.MediaType == SpinMediaTypes.Manifest)
            .ToArray();
        if (found.Length != 1)
        {
            findings.Add(found.Length == 0 ? Explain(invoice) : Several(found));
            return null;
        }

        if (found[0].Size > MaxSize)
        {
            findings.Add(ManifestFindings.ManifestTooLarge.Of(
                $"parcel {MessageText.Escape(found[0].Name)}",
                $"The Spin manifest has {found[0].Size} bytes; at most {MaxSize} are read."));
            return null;
        }

        return found[0];
    }

    private static Finding Explain(Invoice invoice)
    {
        var near = invoice.Parcels.Select(parcel => parcel.Label).FirstOrDefault(label => IsNear(label.MediaType));
        return near is not null
            ? ManifestFindings.ManifestMediaType.Of(
                $"parcel {MessageText.Escape(near.Name)}",
                $"The parcel has the media type {MessageText.Quote(near.MediaType)}; Spin knows only " +
                $"'{SpinMediaTypes.Manifest}', letter for letter, and so does not see its manifest. Publish the " +
                "bindle again, or convert with --profile bindle.")
            : ManifestFindings.NotASpinApplication.Of(
                $"bindle {MessageText.Escape(invoice.Id.ToString())}",
                $"The bindle has no parcel of media type '{SpinMediaTypes.Manifest}': it is " +
                $"{BindleDescription.Of(invoice)}, not a Spin application.{BindleDescription.WayOut(invoice)} It can " +
                "go along whole with --profile bindle.");
    }

    private static Finding Several(Label[] found) => ManifestFindings.SeveralManifests.Of(
        "Spin manifest",
        $"{found.Length} parcels are Spin manifests ({string.Join(", ", found.Select(label => label.Sha256))}); Spin " +
        "refuses more than one, even of the same bytes. Publish the bindle again, or convert with --profile " +
        "bindle.");

    /// <summary>Whether a media type is, or was meant to be, that of a Spin manifest.</summary>
    /// <param name="mediaType">The media type.</param>
    public static bool IsNear(string mediaType) =>
        mediaType.Split(';')[0].Trim().Equals(SpinMediaTypes.Manifest, StringComparison.OrdinalIgnoreCase);
}
