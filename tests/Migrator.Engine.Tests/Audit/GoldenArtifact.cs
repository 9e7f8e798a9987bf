using System.Text.Json.Nodes;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Audit;

/// <summary>
/// What Spin pushed, out of <c>../shared/golden/spin</c>; blobs that are parcels are taken from the bindle.
/// </summary>
internal static class GoldenArtifact
{
    private static readonly string[] Shelves =
        ["corpus", "made", "early/v0.1.0/corpus", "early/v0.1.0/made", "early/v0.2.0/corpus", "early/v0.2.0/made"];

    /// <summary>The apps that have a bindle and a file, by their path below <c>golden/spin</c>.</summary>
    public static TheoryData<string> AppsWith(string file, params string[] but) =>
    [
        .. Shelves
            .SelectMany(
                shelf => SharedData.Folders("golden", "spin", shelf)
                    .Select(folder => $"{shelf}/{Path.GetFileName(folder)}"))
            .Where(
                app => !but.Contains(app) && File.Exists(Of(app, "bindle/invoice.toml")) && File.Exists(Of(app, file))),
    ];

    public static string Of(string app, string file) => SharedData.Combine("golden", "spin", app, file);

    /// <summary>Puts an artifact of Spin's into a target, tagged <c>tag</c>.</summary>
    /// <param name="app">The app.</param>
    /// <param name="manifestFile">The name of the manifest's file.</param>
    /// <returns>The target; null when golden does not have all of its blobs.</returns>
    public static LooseTarget? Load(string app, string manifestFile)
    {
        var target = new LooseTarget();
        var manifest = File.ReadAllBytes(Of(app, manifestFile));
        var known = KnownBlobs(app);
        var document = JsonNode.Parse(manifest)!;
        foreach (var descriptor in document["layers"]!.AsArray().Append(document["config"]))
        {
            if (!known.TryGetValue((string)descriptor!["digest"]!, out var path))
            {
                return null;
            }

            target.Put("any", File.ReadAllBytes(path));
        }

        target.Tag(target.Put(MediaTypes.ImageManifest, manifest), "tag");
        return target;
    }

    private static Dictionary<string, string> KnownBlobs(string app)
    {
        var parcels = Directory.GetFiles(Of(app, "bindle/parcels"), "*.dat");
        var documents = Directory.GetFiles(
            Of(app, ""), "*.config.json").Concat(Directory.GetFiles(Of(app, ""), "*.locked.json"));
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in parcels.Concat(documents))
        {
            known[Digest.Of(File.ReadAllBytes(path)).ToString()] = path;
        }

        return known;
    }
}
