using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Shared;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>What a standalone folder of a bindle holds: checked before a byte is written.</summary>
internal sealed class WritePlan
{
    private const int BufferSize = 256 * 1024;
    private readonly BindlePackage _package;
    private readonly string _place;

    private WritePlan(BindlePackage package, string place, ImmutableSortedDictionary<string, long> parcels)
    {
        _package = package;
        _place = place;
        Parcels = parcels;
    }

    /// <summary>The invoice byte for byte.</summary>
    public ReadOnlyMemory<byte> Invoice => _package.InvoiceBytes;

    /// <summary>The size of each parcel in bytes, by its digest.</summary>
    public ImmutableSortedDictionary<string, long> Parcels { get; }

    /// <summary>Plans a bindle's folder.</summary>
    /// <param name="package">The bindle.</param>
    /// <param name="place">The folder's full path.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="BindleWriteException">The bindle cannot be written as a folder of that name.</exception>
    public static WritePlan Of(BindlePackage package, string place)
    {
        if (package.Invoice is not { } invoice)
        {
            throw new BindleWriteException(place, $"The bindle at {MessageText.Line(package.Place)} has no readable "
                + "invoice, so nothing is written.");
        }

        if (KeyName.Judge(Path.GetFileName(place), invoice, place) is { } misfiled)
        {
            throw new BindleWriteException(place, $"{misfiled.Message} Give a folder of another name.");
        }

        return new WritePlan(package, place, Sizes(invoice, place));
    }

    /// <summary>Writes everything and waits until it is on the disk.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="BindleWriteException">A parcel is not what its label says.</exception>
    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        var parcels = Directory.CreateDirectory(Path.Combine(folder, "parcels")).FullName;
        foreach (var (digest, size) in Parcels)
        {
            var path = Path.Combine(parcels, digest + ".dat");
            await WriteParcelAsync(path, digest, size, cancellationToken).ConfigureAwait(false);
        }

        var file = Create(Path.Combine(folder, InvoiceFile.Name));
        await using (file.ConfigureAwait(false))
        {
            await FileLimit.WithinAsync(() => file.WriteAsync(Invoice, cancellationToken)).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }

        FolderSync.Sync(parcels);
        FolderSync.Sync(folder);
    }

    private static ImmutableSortedDictionary<string, long> Sizes(Invoice invoice, string place)
    {
        var sizes = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var label in invoice.Parcels.Select(parcel => parcel.Label))
        {
            // Labels of old clients say digests in upper case; files are named in lower case, whoever asks for them.
            var digest = label.Sha256.ToLowerInvariant();
            if (!Sha256Text.IsDigest(digest))
            {
                throw new BindleWriteException(place, $"Nothing is written: {ParcelDigest.Refusal(label.Sha256)}");
            }

            if (!sizes.TryAdd(digest, label.Size) && sizes[digest] != label.Size)
            {
                throw new BindleWriteException(
                    place, $"Nothing is written: the invoice gives parcel {digest} two sizes, "
                        + $"{sizes[digest]} and {label.Size}.");
            }
        }

        return sizes.ToImmutable();
    }

    private static FileStream Create(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        Options = FileOptions.Asynchronous,
        BufferSize = 0,
    });

    private async Task WriteParcelAsync(string path, string digest, long size, CancellationToken cancellationToken)
    {
        var source = await _package.OpenParcelAsync(digest, cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            var file = Create(path);
            await using (file.ConfigureAwait(false))
            {
                await CopyAsync(source, file, digest, size, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }
        }
    }

    private async Task CopyAsync(
        Stream source, FileStream file, string digest, long size, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long length = 0;
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += read;
                if (length > size)
                {
                    throw Mismatch(digest, $"it has more than the {size} bytes of its label");
                }

                hash.AppendData(buffer, 0, read);
                var bytes = buffer.AsMemory(0, read);
                await FileLimit.WithinAsync(() => file.WriteAsync(bytes, cancellationToken)).ConfigureAwait(false);
            }

            Compare(digest, size, length, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Compare(string digest, long size, long length, string actual)
    {
        if (length != size)
        {
            throw Mismatch(digest, $"it has {length} bytes, its label says {size}");
        }

        if (!string.Equals(actual, digest, StringComparison.Ordinal))
        {
            throw Mismatch(digest, $"its bytes have the SHA-256 {actual}");
        }
    }

    private BindleWriteException Mismatch(string digest, string what) => new(
        _place,
        $"{MessageText.Line(_place)} was not written: parcel {digest} is not what the invoice says, {what}. "
            + "Get the bindle again.",
        new ParcelMismatchException(digest, $"The parcel {digest} differs from its label: {what}."));
}
