using System.Collections.Concurrent;
using Migrator.Engine.Pushing;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Tests.Fakes;

/// <summary>A target that keeps account of what is written to it, and can fail.</summary>
internal sealed class WatchedTarget(ITarget inner) : ForwardingTarget(inner)
{
    /// <summary>What was written, in order: <c>blob HEX</c>, <c>manifest HEX</c>, <c>tag NAME</c>.</summary>
    public ConcurrentQueue<string> Writes { get; } = new();

    /// <summary>Runs before each write, with the line that <see cref="Writes"/> would get; throws to fail.</summary>
    public Func<string, Task> BeforeWrite { get; set; } = _ => Task.CompletedTask;

    public override async Task<PushResult> PushBlobAsync(
        Descriptor descriptor, BlobOpener open, CancellationToken cancellationToken)
    {
        await NoteAsync($"blob {descriptor.Digest.Hex}");
        return await Inner.PushBlobAsync(descriptor, open, cancellationToken);
    }

    public override async Task<PushResult> PushManifestAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, CancellationToken cancellationToken)
    {
        await NoteAsync($"manifest {descriptor.Digest.Hex}");
        return await Inner.PushManifestAsync(descriptor, manifest, cancellationToken);
    }

    public override async Task TagAsync(Descriptor descriptor, string tag, CancellationToken cancellationToken)
    {
        await NoteAsync($"tag {tag}");
        await Inner.TagAsync(descriptor, tag, cancellationToken);
    }

    public override async Task<PushResult> PushTaggedAsync(
        Descriptor descriptor, ReadOnlyMemory<byte> manifest, string tag, CancellationToken cancellationToken)
    {
        await NoteAsync($"manifest {descriptor.Digest.Hex} as tag {tag}");
        return await Inner.PushTaggedAsync(descriptor, manifest, tag, cancellationToken);
    }

    private async Task NoteAsync(string write)
    {
        await BeforeWrite(write);
        Writes.Enqueue(write);
    }
}
