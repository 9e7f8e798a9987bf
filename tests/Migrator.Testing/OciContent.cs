using System.Text;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Testing;

/// <summary>Small OCI content of our own making, and short ways to push and read it.</summary>
public static class OciContent
{
    /// <summary>The media type of test layers.</summary>
    public const string LayerType = "application/vnd.wasm.content.layer.v1+data";

    /// <summary>The bytes of a text.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Describes a text as a layer.</summary>
    public static Descriptor Layer(string text) => Descriptor.Of(LayerType, Bytes(text));

    /// <summary>Opens bytes that are in memory.</summary>
    public static BlobOpener Opener(byte[] bytes) =>
        _ => new ValueTask<Stream>(new MemoryStream(bytes, writable: false));

    /// <summary>An opener that must not be called.</summary>
    public static BlobOpener NoOpener { get; } = _ => throw new InvalidOperationException("The opener was called.");

    /// <summary>Pushes a text as a layer.</summary>
    public static Task<PushResult> PushLayerAsync(ITarget target, string text) =>
        target.PushBlobAsync(Layer(text), Opener(Bytes(text)), CancellationToken.None);

    /// <summary>A manifest over texts, an image config of <c>{}</c> first.</summary>
    public static Manifest ManifestOf(params IEnumerable<string> layers) => new()
    {
        Config = Descriptor.Of(MediaTypes.ImageConfig, "{}"u8),
        Layers = [.. layers.Select(Layer)],
    };

    /// <summary>Pushes a manifest with its blobs, and tags it when a tag is given.</summary>
    /// <returns>The manifest's descriptor.</returns>
    public static async Task<Descriptor> PushImageAsync(ITarget target, string? tag, params string[] layers)
    {
        foreach (var layer in layers)
        {
            await PushLayerAsync(target, layer);
        }

        var descriptor = await PushManifestAsync(target, ManifestOf(layers));
        if (tag is not null)
        {
            await target.TagAsync(descriptor, tag, CancellationToken.None);
        }

        return descriptor;
    }

    /// <summary>Pushes a manifest and its config of <c>{}</c>.</summary>
    /// <returns>The manifest's descriptor.</returns>
    public static async Task<Descriptor> PushManifestAsync(ITarget target, Manifest manifest)
    {
        await target.PushBlobAsync(ManifestOf().Config, Opener(Bytes("{}")), CancellationToken.None);
        var bytes = manifest.ToBytes();
        var descriptor = Descriptor.Of(MediaTypes.ImageManifest, bytes);
        await target.PushManifestAsync(descriptor, bytes, CancellationToken.None);
        return descriptor;
    }

    /// <summary>Reads a blob to its end.</summary>
    public static async Task<byte[]> ReadAsync(IReadOnlyTarget target, Descriptor descriptor)
    {
        await using var stream = await target.OpenAsync(descriptor, CancellationToken.None);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>Takes all items.</summary>
    public static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }
}
