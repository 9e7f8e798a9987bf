using System.Collections.Concurrent;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Tests.Fakes;

/// <summary>A target that keeps account of what is written to it, and can fail.</summary>
internal sealed class WatchedTarget(ITarget inner) : ITarget
{
    /// <summary>The target itself, for what others do to it.</summary>
    public ITarget Inner => inner;

    /// <summary>What was written, in order: <c>blob HEX</c>, <c>manifest HEX</c>, <c>tag NAME</c>.</summary>
    public ConcurrentQueue<string> Writes { get; } = new();

    /// <summary>Runs before each write, with the line that <see cref="Writes"/> would get; throws to fail.</summary>
    public Func<string, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    public string Description => inner.Description;

    public TargetTraits Traits => inner.Traits;

    public void RequireFit(Descriptor descriptor, ReadOnlyMemory<byte> manifest) =>
        inner.RequireFit(descriptor, manifest);

    public Task<Descriptor?> ResolveOrNullAsync(string reference, CancellationToken cancellationToken) =>
        inner.ResolveOrNullAsync(reference, cancellationToken);

    public Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken cancellationToken) =>
        inner.ExistsAsync(descriptor, cancellationToken);

    public Task<Stream> OpenAsync(Descriptor descriptor, CancellationToken cancellationToken) =>
        inner.OpenAsync(descriptor, cancellationToken);

    public IAsyncEnumerable<string> ListTagsAsync(CancellationToken cancellationToken) =>
        inner.ListTagsAsync(cancellationToken);

    public IAsyncEnumerable<Descriptor> ListReferrersAsync(
        Digest subject, string? artifactType, CancellationToken cancellationToken) =>
        inner.ListReferrersAsync(subject, artifactType, cancellationToken);

    public async Task<PushResult> PushBlobAsync(
        Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken)
    {
        await NoteAsync($"blob {descriptor.Digest.Hex}");
        return await inner.PushBlobAsync(descriptor, open, cancellationToken);
    }

    public async Task<PushResult> PushManifestAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken)
    {
        await NoteAsync($"manifest {descriptor.Digest.Hex}");
        return await inner.PushManifestAsync(descriptor, manifest, cancellationToken);
    }

    public async Task TagAsync(Descriptor descriptor, string tag, CancellationToken cancellationToken)
    {
        await NoteAsync($"tag {tag}");
        await inner.TagAsync(descriptor, tag, cancellationToken);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task NoteAsync(string write)
    {
        await BeforeWrite(write);
        Writes.Enqueue(write);
    }
}
