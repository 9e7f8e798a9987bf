using System.Collections.Concurrent;
using Migrator.Oci.Model;

namespace Migrator.Oci.Targets.Memory;

/// <summary>A target in memory: for tests, for dry runs, and to look at an artifact before it is pushed.</summary>
/// <remarks>A blob can have at most 2,147,483,591 bytes, the longest array. Content is gone with the target.</remarks>
public sealed class MemoryTarget : IndexedTarget
{
    private readonly ConcurrentDictionary<Digest, byte[]> _blobs = new();
    private readonly Lock _gate = new();
    private IndexDocument _index = IndexDocument.Empty;

    /// <summary>Makes an empty target.</summary>
    public MemoryTarget()
        : base("memory")
    {
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _blobs.Clear();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private protected override Task<IndexDocument> ReadIndexAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return Task.FromResult(_index);
        }
    }

    private protected override Task ChangeIndexAsync(
        Func<IndexDocument, IndexDocument> change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _index = change(_index);
        }

        return Task.CompletedTask;
    }

    private protected override long? SizeOrNull(Digest digest) =>
        _blobs.TryGetValue(digest, out var blob) ? blob.Length : null;

    private protected override Stream? OpenOrNull(Digest digest) =>
        _blobs.TryGetValue(digest, out var blob) ? new MemoryStream(blob, writable: false) : null;

    private protected override bool IsKept(Descriptor descriptor) => IsThere(descriptor);

    private protected override Task KeepAsync(
        Descriptor descriptor,
        ReadOnlyMemory<byte> manifest,
        ManifestFacts facts,
        bool wasKept,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _blobs.TryAdd(descriptor.Digest, manifest.ToArray());
        return Task.CompletedTask;
    }

    private protected override async Task TakeAsync(
        Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken)
    {
        if (descriptor.Size > Array.MaxLength)
        {
            throw Fault(
                $"blob {descriptor.Digest} has {descriptor.Size} bytes; memory takes at most {Array.MaxLength}");
        }

        // The size that a descriptor claims is not reserved before the bytes have come.
        using var bytes = new MemoryStream();
        await BlobCopy.CopyAsync(descriptor, open, bytes.Write, Description, cancellationToken).ConfigureAwait(false);
        _blobs[descriptor.Digest] = bytes.ToArray();
    }
}
