using System.Text.Json.Nodes;

namespace Migrator.Conversion.Tests.Golden;

/// <summary>The apps with two parcels for one path, where Spin's result is chance.</summary>
internal static class StarredBytes
{
    private static readonly string[] Apps =
    [
        "fermyon+bartholomew+docs+3fc5283e", "patterns+bartholomew+root+b39a15a0", "files-clash",
    ];

    /// <summary>Whether an app is one of them.</summary>
    public static bool IsChance(string app) => Apps.Contains(Path.GetFileName(app));

    /// <summary>Takes ours into Spin's locked app where only the content of a path differs.</summary>
    public static bool Take(JsonNode spin, JsonNode ours)
    {
        var differs = false;
        foreach (var (theirs, own) in spin["components"]!.AsArray().Zip(ours["components"]!.AsArray()))
        {
            var (left, right) = (theirs!["files"]?.AsArray() ?? [], own!["files"]?.AsArray() ?? []);
            for (var i = 0; i < left.Count && left.Count == right.Count; i++)
            {
                if ((string)left[i]!["path"]! == (string)right[i]!["path"]! && !JsonNode.DeepEquals(left[i], right[i]))
                {
                    differs = true;
                    left[i] = right[i]!.DeepClone();
                }
            }
        }

        return differs;
    }
}
