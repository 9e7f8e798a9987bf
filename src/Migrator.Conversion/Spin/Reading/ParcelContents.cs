using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Oci.Model;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>
/// Turns parcels into content for an artifact: the small ones are read, once each; of the others nothing but the label
/// is looked at. Not for use by several threads at once.
/// </summary>
/// <param name="bindle">The bindle.</param>
/// <param name="findings">Where parcels go that cannot be read.</param>
internal sealed class ParcelContents(VerifiedBindle bindle, ICollection<Finding> findings)
{
    private readonly Dictionary<string, AppContent?> _known = new(StringComparer.Ordinal);

    /// <summary>The content of a parcel.</summary>
    /// <param name="label">The parcel.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The content; null, with a finding, when a small parcel is not what its label says.</returns>
    public async ValueTask<AppContent?> GetAsync(Label label, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(label.Sha256, out var content))
        {
            content = await MakeAsync(label, cancellationToken).ConfigureAwait(false);
            _known.Add(label.Sha256, content);
        }

        return content;
    }

    /// <summary>Reads a parcel whole.</summary>
    /// <param name="label">The parcel.</param>
    /// <param name="cap">The most bytes that are read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Its bytes; null, with a finding, when they are not what the label says.</returns>
    /// <exception cref="ParcelTooLargeException">The label says more than the cap.</exception>
    public async ValueTask<byte[]?> ReadAsync(Label label, long cap, CancellationToken cancellationToken)
    {
        try
        {
            return await bindle.ReadParcelAsync(label, cap, cancellationToken).ConfigureAwait(false);
        }
        catch (ParcelMismatchException failure)
        {
            findings.Add(ManifestFindings.ParcelUnreadable.Of(
                $"parcel {MessageText.Escape(label.Name)}", failure.Message, bindle.Package.Place));
            return null;
        }
    }

    private async ValueTask<AppContent?> MakeAsync(Label label, CancellationToken cancellationToken)
    {
        var bytes = label.Size > AppContent.InlineLimit
            ? null
            : await ReadAsync(label, AppContent.InlineLimit, cancellationToken).ConfigureAwait(false);
        if (bytes is null && label.Size <= AppContent.InlineLimit)
        {
            return null;
        }

        var package = bindle.Package;
        return new AppContent(
            Digest.FromHex(label.Sha256),
            label.Size,
            bytes is null ? default(ReadOnlyMemory<byte>?) : bytes.AsMemory(),
            token => package.OpenParcelAsync(label.Sha256, token));
    }
}
