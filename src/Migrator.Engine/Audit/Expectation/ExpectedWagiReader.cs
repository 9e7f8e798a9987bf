using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Migrator.Bindle.Invoices;

namespace Migrator.Engine.Audit.Expectation;

/// <summary>
/// Recomputes from a Wagi bindle what its application is (spec/bindle.md 8.3 and 8.5). On purpose a second opinion:
/// with the conversion it shares only how a label's features are read (<see cref="WagiLabels"/>), no rule for routes,
/// ids, files or hosts.
/// </summary>
internal sealed partial class ExpectedWagiReader
{
    private const string Rest = "/...";
    private readonly Invoice _invoice;
    private readonly ILookup<string, Parcel> _members;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    private ExpectedWagiReader(Invoice invoice)
    {
        _invoice = invoice;
        _members = invoice.Parcels
            .SelectMany(parcel => (parcel.Conditions?.MemberOf ?? []).Distinct().Select(group => (group, parcel)))
            .ToLookup(entry => entry.group, entry => entry.parcel, StringComparer.Ordinal);
    }

    /// <summary>Computes the application.</summary>
    /// <param name="invoice">The invoice of a Wagi bindle.</param>
    /// <param name="files">
    /// How many files the components of the audited application have together: handlers may share their files or have
    /// their own, and both are right.
    /// </param>
    public static ExpectedApp Read(Invoice invoice, int files)
    {
        var shared = new ExpectedWagiReader(invoice).Read(isShared: true);
        var own = new ExpectedWagiReader(invoice).Read(isShared: false);
        return CountFiles(own) == files && CountFiles(shared) != files ? own : shared;
    }

    private static int CountFiles(ExpectedApp app) => app.Components.Sum(component => component.Files.Count);

    private ExpectedApp Read(bool isShared)
    {
        var handlers = _invoice.Parcels.Where(WagiLabels.IsHandler).ToList();
        bool IsSharing(Parcel handler) => isShared && !WagiLabels.HasOwnFiles(handler);
        var all = Merge(handlers.Where(IsSharing).SelectMany(FilesOf));
        return new ExpectedApp
        {
            Id = _invoice.Id with { Name = _invoice.Id.Name.Split('/')[^1] },
            Description = _invoice.Description,
            Authors = _invoice.Authors,
            TriggerType = "http",
            Trigger = new JsonObject { ["base"] = "/" },
            Variables = [],
            Sizes = _invoice.Parcels.Select(parcel => parcel.Label).DistinctBy(label => label.Sha256)
                .ToDictionary(label => label.Sha256.ToLowerInvariant(), label => label.Size, StringComparer.Ordinal),
            Components =
            [
                .. from entry in ServedOf(handlers)
                   let own = FilesOf(entry.Handler)
                   let files = own.Count > 0 && IsSharing(entry.Handler) ? all : Merge(own)
                   select ReadComponent(entry.Handler, entry.Id, files),
            ],
        };
    }

    private static ExpectedComponent ReadComponent(
        Parcel handler, string id, ImmutableSortedDictionary<string, ImmutableArray<string>> files) => new()
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
        var forSpin = new HashSet<string>(StringComparer.Ordinal);
        foreach (var handler in handlers)
        {
            var route = WagiLabels.FeatureOf(handler, "route")!;
            if (!route.StartsWith('/') || route.Contains('?', StringComparison.Ordinal))
            {
                continue;
            }

            var id = NextId(handler.Label.Name);
            var isHidden = CoversOf(route).Any(earlier.Contains);
            earlier.Add(route);
            var isWildcardForSpinAlone = route.EndsWith(Rest + "/", StringComparison.Ordinal);
            if (!isHidden && !isWildcardForSpinAlone && forSpin.Add(route.EndsWith('/') ? route[..^1] : route))
            {
                yield return (handler, id);
            }
        }
    }

    // The routes that take every request of a route: itself, and the wildcards above it.
    private static IEnumerable<string> CoversOf(string route)
    {
        yield return route;
        var path = route.EndsWith(Rest, StringComparison.Ordinal) ? route[..^Rest.Length] : route;
        yield return path + Rest;
        for (var slash = path.LastIndexOf('/'); slash >= 0; slash = slash == 0 ? -1 : path.LastIndexOf('/', slash - 1))
        {
            yield return path[..slash] + Rest;
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

    private List<Parcel> FilesOf(Parcel handler)
    {
        var groups = new HashSet<string>(handler.Conditions?.Requires ?? [], StringComparer.Ordinal);
        var rest = new Queue<string>(groups);
        var reached = new HashSet<Parcel>(ReferenceEqualityComparer.Instance);
        while (rest.TryDequeue(out var group))
        {
            foreach (var member in _members[group].Where(reached.Add))
            {
                foreach (var next in member.Conditions!.Requires.Where(groups.Add))
                {
                    rest.Enqueue(next);
                }
            }
        }

        return [.. reached.Where(WagiLabels.IsFile)];
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> Merge(IEnumerable<Parcel> files) => files
        .DistinctBy(file => (file.Label.Name, file.Label.Sha256))
        .GroupBy(
            file => string.Join('/', file.Label.Name.Split('/', '\\').Where(part => part is not ("" or "."))),
            file => file.Label.Sha256.ToLowerInvariant(),
            StringComparer.Ordinal)
        .ToImmutableSortedDictionary(group => group.Key, group => group.ToImmutableArray(), TextMap.ByUtf8);

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
