using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Migrator.Bindle.Invoices;
using Migrator.Engine.Audit.Reading;
using Files = System.Collections.Immutable.ImmutableSortedDictionary<
    string, System.Collections.Immutable.ImmutableArray<string>>;

namespace Migrator.Engine.Audit.Expectation;

/// <summary>
/// Recomputes from a Wagi bindle what its application is (spec/bindle.md 8.3 and 8.5). On purpose a second opinion:
/// with the conversion it shares only how a label's features are read (<see cref="WagiLabels"/>), no rule for routes,
/// ids, files or hosts.
/// </summary>
internal sealed partial class ExpectedWagiReader
{
    private const string Rest = "/...";
    private static readonly Files NoFiles = Files.Empty.WithComparers(TextMap.ByUtf8);

    private readonly Invoice _invoice;
    private readonly ExpectedWagiFiles _files;
    private readonly ImmutableArray<Parcel> _handlers;
    private readonly ImmutableArray<(Parcel Handler, string Id)> _served;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    private ExpectedWagiReader(Invoice invoice)
    {
        _invoice = invoice;
        _files = new ExpectedWagiFiles(invoice);
        _handlers = [.. invoice.Parcels.Where(WagiLabels.IsHandler)];
        _served = [.. ServedOf(_handlers)];
    }

    /// <summary>Computes the application.</summary>
    /// <param name="invoice">The invoice of a Wagi bindle.</param>
    /// <param name="files">
    /// How many files the components of the audited application have together: handlers may share their files or have
    /// their own, and both are right. Their own are worked out only when shared ones do not fit, and no further than
    /// to one file more.
    /// </param>
    /// <returns>The application with its files shared, unless their own alone give that number.</returns>
    /// <exception cref="ArtifactFormatException">Its groups take too many steps to walk.</exception>
    public static ExpectedApp Read(Invoice invoice, int files) => new ExpectedWagiReader(invoice).Read(files);

    private ExpectedApp Read(int files)
    {
        var shared = SharedFiles();
        if (shared.Sum(component => (long)component.Count) != files && OwnFiles(files) is { } own)
        {
            return Read(own);
        }

        return Read(shared);
    }

    // As under Wagi: a handler with files has those of all, but for handlers of a module map.
    private List<Files> SharedFiles()
    {
        var all = _files.Of(_handlers.Where(handler => !WagiLabels.HasOwnFiles(handler)));
        return _served.Select(served =>
            (!_files.HasAny(served.Handler) ? NoFiles
                : WagiLabels.HasOwnFiles(served.Handler) ? _files.Of([served.Handler])
                : all)
            ?? throw new ArtifactFormatException(
                $"To find its files takes more than {ExpectedWagiFiles.MaxSteps} steps from group to group.")).ToList();
    }

    // Null when they are not as many as wanted.
    private List<Files>? OwnFiles(int wanted)
    {
        var found = new List<Files>();
        var count = 0L;
        foreach (var (handler, _) in _served)
        {
            var files = _files.HasAny(handler) ? _files.Of([handler]) : NoFiles;
            if (files is null || (count += files.Count) > wanted)
            {
                return null;
            }

            found.Add(files);
        }

        return count == wanted ? found : null;
    }

    private ExpectedApp Read(List<Files> files) => new()
    {
        Id = _invoice.Id with { Name = _invoice.Id.Name.Split('/')[^1] },
        Description = _invoice.Description,
        Authors = _invoice.Authors,
        TriggerType = "http",
        Trigger = new JsonObject { ["base"] = "/" },
        Variables = [],
        Sizes = _invoice.Parcels.Select(parcel => parcel.Label).DistinctBy(label => label.Sha256)
            .ToDictionary(label => label.Sha256.ToLowerInvariant(), label => label.Size, StringComparer.Ordinal),
        Components = [.. _served.Zip(files, (served, own) => ReadComponent(served.Handler, served.Id, own))],
    };

    private static ExpectedComponent ReadComponent(
        Parcel handler, string id, Files files) => new()
    {
        Id = id,
        Description = null,
        Module = handler.Label.Sha256.ToLowerInvariant(),
        Environment = EnvironmentOf(handler),
        Config = [],
        AllowedHosts = HostsOf(handler),
        KeyValueStores = [],
        Databases = [],
        AiModels = [],
        Trigger = new JsonObject
        {
            ["component"] = id,
            ["route"] = WagiLabels.FeatureOf(handler, "route"),
            ["executor"] = new JsonObject
            {
                ["argv"] = WagiLabels.FeatureOf(handler, "argv") ?? "${SCRIPT_NAME} ${ARGS}",
                ["entrypoint"] = WagiLabels.FeatureOf(handler, "entrypoint") ?? "_start",
                ["type"] = "wagi",
            },
        },
        RedisExecutor = null,
        Files = files,
    };

    // A handler is served when a request can reach it: an earlier route, or Wagi's own health check, takes none of
    // them whole, and Spin takes its route neither for an earlier one's nor, but for its final slash, for a wildcard.
    private IEnumerable<(Parcel Handler, string Id)> ServedOf(IEnumerable<Parcel> handlers)
    {
        var earlier = new HashSet<string>(StringComparer.Ordinal) { "/healthz" };
        var lengths = new HashSet<int>();
        var forSpin = new HashSet<string>(StringComparer.Ordinal);
        foreach (var handler in handlers)
        {
            var route = WagiLabels.FeatureOf(handler, "route")!;
            if (!route.StartsWith('/') || route.Contains('?', StringComparison.Ordinal))
            {
                continue;
            }

            var id = NextId(handler.Label.Name);
            var isHidden = CoversOf(route, lengths).Any(earlier.Contains);
            earlier.Add(route);
            lengths.Add(route.Length);
            var isWildcardForSpinAlone = route.EndsWith(Rest + "/", StringComparison.Ordinal);
            if (!isHidden && !isWildcardForSpinAlone && forSpin.Add(route.EndsWith('/') ? route[..^1] : route))
            {
                yield return (handler, id);
            }
        }
    }

    // The routes that take every request of a route: itself, and the wildcards above it. Lengths that no earlier route
    // has are passed over, so that a route of nothing but slashes costs no more than others.
    private static IEnumerable<string> CoversOf(string route, HashSet<int> lengths)
    {
        yield return route;
        var path = route.EndsWith(Rest, StringComparison.Ordinal) ? route[..^Rest.Length] : route;
        yield return path + Rest;
        for (var slash = 0; slash < path.Length; slash++)
        {
            if (path[slash] == '/' && lengths.Contains(slash + Rest.Length))
            {
                yield return path[..slash] + Rest;
            }
        }
    }

    private string NextId(string module)
    {
        var file = module.Split('/', '\\')[^1].ToLowerInvariant();
        var stem = file.EndsWith(".wasm", StringComparison.Ordinal) ? file[..^5] : file;
        var words = NotAWord().Split(stem).Where(word => word.Length > 0)
            .Select(word => char.IsAsciiDigit(word[0]) ? "n" + word : word);
        var id = string.Join('-', words);
        id = (id.Length > 64 ? id[..64] : id).TrimEnd('-');
        id = id.Length == 0 ? "module" : id;

        // Numbers below the last one given are taken; thousands of handlers may have one module.
        var free = id;
        for (var number = _numbers.GetValueOrDefault(id, 2); !_ids.Add(free); number++)
        {
            free = $"{id}-r{number}";
            _numbers[id] = number + 1;
        }

        return free;
    }

    private static JsonObject EnvironmentOf(Parcel handler)
    {
        var json = new JsonObject();
        foreach (var (name, value) in handler.Label.Features.GetValueOrDefault("wagi_environment", TextMap.Empty))
        {
            json[name] = value;
        }

        return json;
    }

    // What Spin takes: a host, or an http or https address without a path, to which longer addresses are cut.
    private static ImmutableArray<string> HostsOf(Parcel handler) =>
    [
        .. (WagiLabels.FeatureOf(handler, "allowed_hosts") ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => AddressWithPath().Replace(entry, "$1"))
            .Where(entry => entry == "insecure:allow-all" || IsAddress(entry)),
    ];

    private static bool IsAddress(string entry) =>
        Uri.TryCreate(
            entry.Contains("//", StringComparison.Ordinal) ? entry : "http://" + entry, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && !entry.AsSpan().ContainsAny('<', '>');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotAWord();

    [GeneratedRegex("^([a-z]+://[^/]+)/.*$", RegexOptions.IgnoreCase)]
    private static partial Regex AddressWithPath();
}
