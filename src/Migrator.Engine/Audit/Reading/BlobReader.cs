using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;

namespace Migrator.Engine.Audit.Reading;

/// <summary>Reads the blobs of an artifact and hashes every one itself; each fault is a finding.</summary>
internal sealed class BlobReader(IReadOnlyTarget target, FindingList findings)
{
    private const int BufferSize = 128 * 1024;
    private readonly Dictionary<(Digest Digest, long Size), bool> _checked = [];

    /// <summary>Different blobs read so far.</summary>
    public int Count => _checked.Count;

    /// <summary>The bytes of the blobs read so far.</summary>
    public long Bytes => _checked.Keys.Sum(blob => blob.Size);

    /// <summary>Reads a blob to its end and compares digest and length; once for each blob.</summary>
    /// <param name="descriptor">What the manifest says of it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Whether it is there and right.</returns>
    public async Task<bool> CheckAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        var key = (descriptor.Digest, descriptor.Size);
        if (!_checked.TryGetValue(key, out var good))
        {
            good = await ReadToEndAsync(descriptor, Stream.Null, cancellationToken).ConfigureAwait(false);
            _checked[key] = good;
        }

        return good;
    }

    /// <summary>Reads a blob into memory.</summary>
    /// <param name="descriptor">What the manifest says of it.</param>
    /// <param name="cap">The largest length taken, in bytes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The bytes; null, with a finding, when it is missing, damaged or too large.</returns>
    public async Task<byte[]?> ReadAsync(Descriptor descriptor, int cap, CancellationToken cancellationToken)
    {
        if (descriptor.Size > cap)
        {
            Damaged(descriptor, string.Create(
                CultureInfo.InvariantCulture, $"it has {descriptor.Size} bytes; at most {cap} are read into memory."));
            return null;
        }

        using var content = new MemoryStream((int)descriptor.Size);
        var good = await ReadToEndAsync(descriptor, content, cancellationToken).ConfigureAwait(false);
        _checked[(descriptor.Digest, descriptor.Size)] = good;
        return good ? content.ToArray() : null;
    }

    /// <summary>Opens a blob that was checked before.</summary>
    /// <param name="descriptor">What the manifest says of it.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="TargetException">It cannot be read any more.</exception>
    public Task<Stream> OpenAsync(Descriptor descriptor, CancellationToken cancellationToken) =>
        target.OpenAsync(descriptor, cancellationToken);

    private async Task<bool> ReadToEndAsync(Descriptor descriptor, Stream copy, CancellationToken cancellationToken)
    {
        try
        {
            if (!await target.ExistsAsync(descriptor, cancellationToken).ConfigureAwait(false))
            {
                Missing(descriptor);
                return false;
            }

            var (digest, length) = await HashAsync(descriptor, copy, cancellationToken).ConfigureAwait(false);
            if (digest == descriptor.Digest && length == descriptor.Size)
            {
                return true;
            }

            Damaged(descriptor, string.Create(
                CultureInfo.InvariantCulture, $"expected {descriptor.Size} bytes, got {length} with digest {digest}."));
        }
        catch (TargetException fault) when (fault is not RegistryException)
        {
            // What a registry does not give out says nothing of the bytes, and ends the job.
            Damaged(descriptor, fault.Message);
        }

        return false;
    }

    private async Task<(Digest Digest, long Length)> HashAsync(
        Descriptor descriptor, Stream copy, CancellationToken cancellationToken)
    {
        var content = await target.OpenAsync(descriptor, cancellationToken).ConfigureAwait(false);
        await using var _ = content.ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long length = 0;
            int read;
            while ((read = await content.ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false)) > 0)
            {
                length += read;
                hash.AppendData(buffer, 0, read);
                await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }

            return (Digest.FromHash(hash.GetHashAndReset()), length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Missing(Descriptor descriptor) => findings.Add(
        AuditFindings.BlobMissing,
        $"blob {descriptor.Digest}",
        $"Blob {descriptor.Digest} of {descriptor.Size} bytes, which a manifest names, is not in "
        + $"{target.Description}: it is lost, or has another length. Migrate again with --force; that sends what is "
        + "missing.");

    private void Damaged(Descriptor descriptor, string how) => findings.Add(
        AuditFindings.BlobDamaged,
        $"blob {descriptor.Digest}",
        $"Blob {descriptor.Digest} in {target.Description} is not usable: {how} Remove it and migrate again with "
        + "--force.");
}
