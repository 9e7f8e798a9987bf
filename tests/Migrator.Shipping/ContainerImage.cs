using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Migrator.Oci.Model;
using Migrator.Oci.References;
using Migrator.Oci.Targets;

namespace Migrator.Shipping;

/// <summary>
/// A container image of one layer: the native binary, the shared libraries that it opens, the certificates of the
/// machine that makes it. No shell, no package manager, and a user that is not root.
/// </summary>
internal static class ContainerImage
{
    private const string Gzipped = "application/vnd.oci.image.layer.v1.tar+gzip";

    /// <summary>Writes the image.</summary>
    /// <param name="binary">What goes into it.</param>
    /// <param name="target">Where it goes, such as <c>oci:DIR:TAG</c>.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="InvalidDataException">The binary is for another processor than this machine's.</exception>
    public static async Task<int> WriteAsync(NativeBinary binary, string target, CancellationToken cancellationToken)
    {
        var reference = TargetReference.Parse(target);
        if (binary.Machine != Machine.OfThisOne)
        {
            throw new InvalidDataException(
                "The image holds libraries of the machine that makes it, and the binary is for "
                + $"{binary.Machine.Oci}: make the image on such a machine.");
        }

        var tar = ImageFiles.Pack(binary);
        var layer = Gzip(tar);
        var config = Encoding.UTF8.GetBytes(Config(binary.Machine, Digest.Of(tar)).ToJsonString());
        var manifest = new Manifest
        {
            MediaType = MediaTypes.ImageManifest,
            Config = Descriptor.Of(MediaTypes.ImageConfig, config),
            Layers = [Descriptor.Of(Gzipped, layer)],
        };
        var bytes = manifest.ToBytes();
        var descriptor = Descriptor.Of(MediaTypes.ImageManifest, bytes);

        await using var place = await OciTargets.OpenAsync(reference, cancellationToken);
        await place.PushBlobAsync(manifest.Config, _ => Bytes(config), cancellationToken);
        await place.PushBlobAsync(manifest.Layers[0], _ => Bytes(layer), cancellationToken);
        await place.PushManifestAsync(descriptor, bytes, cancellationToken);
        await place.TagAsync(descriptor, reference.Tag ?? NativeBinary.Version, cancellationToken);
        Console.WriteLine(descriptor.Digest);
        return 0;
    }

    private static ValueTask<Stream> Bytes(byte[] content) => ValueTask.FromResult<Stream>(new MemoryStream(content));

    private static byte[] Gzip(byte[] tar)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(tar);
        }

        return output.ToArray();
    }

    private static JsonObject Config(Machine machine, Digest tar) => new()
    {
        ["architecture"] = machine.Oci,
        ["os"] = "linux",
        ["config"] = new JsonObject
        {
            ["User"] = $"{ImageFiles.UserId}:{ImageFiles.UserId}",
            ["Env"] = new JsonArray(
                "PATH=/", "HOME=" + ImageFiles.Home, "SSL_CERT_FILE=" + ImageFiles.Certificates),
            ["Entrypoint"] = new JsonArray("/" + NativeBinary.Name),
            ["Cmd"] = new JsonArray("--help"),
            ["WorkingDir"] = ImageFiles.Home,
            ["Labels"] = new JsonObject
            {
                ["org.opencontainers.image.title"] = NativeBinary.Name,
                ["org.opencontainers.image.version"] = NativeBinary.Version,
                ["org.opencontainers.image.licenses"] = "Apache-2.0",
            },
        },
        ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(tar.ToString()) },
        ["history"] = new JsonArray(new JsonObject { ["created_by"] = "bindle2oci " + NativeBinary.Version }),
    };
}
