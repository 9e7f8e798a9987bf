using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Migrator.Shipping;

/// <summary>
/// The plugin that makes <c>spin bindle2oci</c> work: an archive with the binary, named like the plugin, at its root
/// (Spin unpacks it to <c>spin/plugins/bindle2oci/</c> and runs <c>bindle2oci</c> there), and a manifest that points to
/// it.
/// </summary>
/// <remarks>
/// Fields: json-schema/spin-plugin-manifest-schema-0.1.json of fermyon/spin-plugins. Layout and checks: crates/plugins
/// of fermyon/spin.
/// </remarks>
internal static class SpinPlugin
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes archive and manifest.</summary>
    /// <param name="binary">What goes into it.</param>
    /// <param name="output">The folder they are written to.</param>
    /// <param name="from">
    /// The folder that the archive will be downloaded from; null for the one it is written to, which
    /// <c>spin plugins install --file</c> takes as well.
    /// </param>
    /// <returns>The exit code.</returns>
    public static int Write(NativeBinary binary, string output, Uri? from)
    {
        Directory.CreateDirectory(output);
        var machine = binary.Machine;
        var name = $"{NativeBinary.Name}-{NativeBinary.Version}-linux-{machine.Spin}.tar.gz";
        var archive = Path.GetFullPath(Path.Combine(output, name));
        Pack(binary, archive);

        var url = from is null ? new Uri(archive) : new Uri($"{from.AbsoluteUri.TrimEnd('/')}/{name}");
        var manifest = Path.Combine(output, NativeBinary.Name + ".json");
        File.WriteAllText(manifest, Manifest(machine, url, Sha256(archive)).ToJsonString(Indented) + "\n");
        Console.WriteLine(manifest);
        return 0;
    }

    private static void Pack(NativeBinary binary, string archive)
    {
        using var file = File.Create(archive);
        using var gzip = new GZipStream(file, CompressionLevel.SmallestSize);
        using var tar = new StableTar(gzip);
        foreach (var path in binary.Files)
        {
            using var content = File.OpenRead(path);
            tar.File(Path.GetFileName(path), path == binary.Program ? StableTar.Executable : StableTar.Data, content);
        }
    }

    private static JsonObject Manifest(Machine machine, Uri url, string sha256) => new()
    {
        ["name"] = NativeBinary.Name,
        ["description"] = "Moves applications from Bindle to OCI registries.",
        ["version"] = NativeBinary.Version,
        ["spinCompatibility"] = ">=1.0",
        ["license"] = "Apache-2.0",
        ["packages"] = new JsonArray(new JsonObject
        {
            ["os"] = "linux",
            ["arch"] = machine.Spin,
            ["url"] = url.AbsoluteUri,
            ["sha256"] = sha256,
        }),
    };

    private static string Sha256(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
