using System.Text.Json.Nodes;

namespace Migrator.Conversion.Tests.Golden;

/// <summary>
/// Brings a locked app of Spin 3 to what ours is known to differ in, and counts what it met: the rows marked * in the
/// golden data's own table.
/// </summary>
internal sealed class StarredRows
{
    /// <summary>How often each row was met.</summary>
    public SortedDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>Changes Spin's locked app.</summary>
    /// <param name="spin">What Spin 3 made; changed in place.</param>
    /// <param name="ours">What ours made.</param>
    /// <returns>Whether anything was changed.</returns>
    public bool Apply(JsonNode spin, JsonNode ours)
    {
        var before = Counts.Values.Sum();
        KeepIds(spin, ours);
        TakeVersion(spin["metadata"]!, ours["metadata"]!);
        Count("other bytes win", StarredBytes.Take(spin, ours));
        foreach (var component in spin["components"]!.AsArray())
        {
            Count("component 'build'", component!["metadata"]!.AsObject().Remove("build"));
        }

        foreach (var trigger in spin["triggers"]!.AsArray())
        {
            CompleteWagi(trigger!["trigger_config"]!["executor"]);
        }

        DropExtraKeys(spin);
        CompleteBase(spin["metadata"]!);
        FoldBase(spin);
        return Counts.Values.Sum() != before;
    }

    public void Count(string row, bool met)
    {
        if (met)
        {
            Counts[row] = Counts.GetValueOrDefault(row) + 1;
        }
    }

    private void KeepIds(JsonNode spin, JsonNode ours)
    {
        foreach (var (theirs, own) in spin["components"]!.AsArray().Zip(ours["components"]!.AsArray()))
        {
            var (old, kept) = ((string)theirs!["id"]!, (string)own!["id"]!);
            if (old == kept || Kebab(kept) != old)
            {
                continue;
            }

            Count("kebab ids", true);
            theirs["id"] = kept;
            var trigger = spin["triggers"]!.AsArray()
                .Single(trigger => (string)trigger!["trigger_config"]!["component"]! == old)!;
            trigger["id"] = "trigger-" + kept;
            trigger["trigger_config"]!["component"] = kept;
        }
    }

    private static string Kebab(string id) => id.Replace('_', '-').ToLowerInvariant();

    private void CompleteWagi(JsonNode? executor)
    {
        if ((string?)executor?["type"] == "wagi")
        {
            var isShort = executor["entrypoint"] is null || executor["argv"] is null;
            Count("wagi executor with defaults", isShort);
            executor["entrypoint"] ??= "_start";
            executor["argv"] ??= "${SCRIPT_NAME} ${ARGS}";
        }
    }

    private void DropExtraKeys(JsonNode spin)
    {
        if (spin["metadata"]!["triggers"]!["http"] is not JsonObject parameters)
        {
            return;
        }

        var dropped = parameters.Remove("extra");
        (spin["metadata"]!["trigger"] as JsonObject)?.Remove("extra");
        foreach (var trigger in spin["triggers"]!.AsArray())
        {
            dropped |= trigger!["trigger_config"]!.AsObject().Remove("method");
        }

        Count("extra keys of an http trigger", dropped);
    }

    private void CompleteBase(JsonNode metadata)
    {
        if (metadata["triggers"]!["http"] is { } http && http["base"] is null)
        {
            Count("trigger without base", true);
            http["base"] = "/";
            if (metadata["trigger"] is { } trigger)
            {
                trigger["base"] = "/";
            }
        }
    }

    private void FoldBase(JsonNode spin)
    {
        var metadata = spin["metadata"]!;
        if ((string?)metadata["trigger"]?["base"] is not { } basePath || basePath == "/")
        {
            return;
        }

        Count("base kept", true);
        metadata["trigger"]!["base"] = "/";
        metadata["triggers"]!["http"]!["base"] = "/";
        foreach (var trigger in spin["triggers"]!.AsArray())
        {
            var config = trigger!["trigger_config"]!;
            config["route"] = Folded(basePath, (string)config["route"]!);
        }
    }

    /// <summary>Base and route as one route, by spec/spin-oci.md 5.3 alone and by no code of the product.</summary>
    public static string Folded(string basePath, string route) =>
        ('/' + basePath.Trim('/') + '/' + route.TrimStart('/')).TrimEnd('/');

    private void TakeVersion(JsonNode spin, JsonNode ours)
    {
        var (plain, full) = ((string)spin["version"]!, (string)ours["version"]!);
        if (plain != full && full.StartsWith(plain + "+", StringComparison.Ordinal))
        {
            Count("version with build metadata", true);
            spin["version"] = full;
        }
    }
}
