using System.Collections.Immutable;
using CsCheck;
using Migrator.Bindle.Invoices;
using Migrator.Conversion.Wagi;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>Whatever is drawn, files and paths belong to whom the specification says.</summary>
public sealed class WagiPropertyTests
{
    private static readonly ConversionOptions Shared = new() { Referrer = false };

    private static readonly Gen<string[]> Groups = Gen.OneOf("a", "b", "c", "d", "e").Array[0, 3];

    private static readonly Gen<(string[] MemberOf, string[] Requires, string File)> Files =
        Gen.Select(Groups, Groups, Gen.OneOf("true", "true", "false", "True"));

    private static readonly Gen<string> Route = Gen.Select(
        Gen.OneOf("a", "b", "healthz", "a/b", "").Array[1, 3],
        Gen.OneOf("", "/", "/...", "x/...", "/.../", "/...//"),
        Gen.OneOf("/", "/", "/", ""),
        (parts, end, start) => start + string.Join('/', parts) + end);

    [Fact]
    public Task ConvertAsync_AnyGroups_PutAFileIntoAComponentIfAndOnlyIfTheRuleDoes() => Gen
        .Select(Groups.Array[1, 4], Files.Array[0, 8], Gen.Bool, Gen.OneOf("", "allOf", "oneOf", "whatever"))
        .SampleAsync(async drawn =>
        {
            var (handlers, files, isOwn, satisfiedBy) = drawn;
            var bindle = new BindleBuilder();
            foreach (var (at, requires) in handlers.Index())
            {
                bindle.WithHandler($"/{at}", name: $"h{at}.wasm", requires: requires);
            }

            foreach (var (at, file) in files.Index())
            {
                bindle.WithAsset($"{at}.txt", $"{at}", file.MemberOf, file.Requires, file.File);
            }

            bindle.With(invoice => invoice with
            {
                Groups = [new() { Name = "a", Required = true, SatisfiedBy = satisfiedBy }],
            });
            var outcome = await bindle.ConvertAsync(
                Shared with { WagiFiles = isOwn ? WagiFiles.Own : WagiFiles.Shared });
            var locked = await LockedJson.OfAsync(outcome.Artifact!);

            var closures = handlers.Select(requires => Closure(requires, files)).ToList();
            var all = closures.SelectMany(closure => closure).Distinct().Order(StringComparer.Ordinal).ToList();
            foreach (var (at, closure) in closures.Index())
            {
                var expected = isOwn || closure.Count == 0 ? closure.Order(StringComparer.Ordinal) : all.AsEnumerable();
                Assert.Equal(expected, locked.FilePaths($"h{at}"));
            }
        });

    [Fact]
    public Task ConvertAsync_AnyRoutes_GiveEachPathToWagisOwnerOrNameThePath() =>
        Route.Array[1, 6].SampleAsync(async routes =>
        {
            var bindle = new BindleBuilder();
            foreach (var (at, route) in routes.Index())
            {
                bindle.WithHandler(route, name: $"h{at}.wasm");
            }

            var outcome = await bindle.ConvertAsync(Shared);
            if (outcome.Artifact is not { } artifact)
            {
                Assert.Contains(outcome.Findings, finding => finding.Kind == WagiFindings.NothingServed);
                return;
            }

            var locked = await LockedJson.OfAsync(artifact);
            var ids = WagiApplication.RoutesOf(bindle.Package.Invoice!).Select(route => route.ComponentId).ToList();
            foreach (var path in PathsAround(routes))
            {
                var before = WagiOwner(routes, path) is { } at
                    ? ids[at] ?? "left out"
                    : path == "/healthz" ? "wagi" : null;
                var after = SpinRouting.TriggerFor(locked, path)?.GetProperty("component").GetString();
                Assert.True(
                    before == after || outcome.Findings.Any(finding => finding.Subject == $"path {path}"),
                    $"{string.Join(' ', routes)}: {path} went from {before} to {after}");
            }
        });

    // The rule word for word: members of the groups required, and of what the members require, and so on.
    private static List<string> Closure(
        string[] requires, (string[] MemberOf, string[] Requires, string File)[] files)
    {
        var groups = requires.ToImmutableHashSet();
        for (var round = 0; round < 6; round++)
        {
            var members = files.Where(file => file.MemberOf.Any(groups.Contains));
            groups = groups.Union(members.SelectMany(file => file.Requires));
        }

        return
        [
            .. files.Index()
                .Where(file => file.Item.File == "true" && file.Item.MemberOf.Any(groups.Contains))
                .Select(file => $"{file.Index}.txt"),
        ];
    }

    // The first route in the list that matches, after the one that Wagi has itself.
    private static int? WagiOwner(string[] routes, string path)
    {
        var at = path == "/healthz" ? -1 : Array.FindIndex(routes, route => Matches(route, path));
        return at < 0 ? null : at;
    }

    private static bool Matches(string route, string path) => route.EndsWith("/...", StringComparison.Ordinal)
        ? path == route[..^4] || path.StartsWith(route[..^4] + "/", StringComparison.Ordinal)
        : path == route;

    private static IEnumerable<string> PathsAround(string[] routes) => routes
        .Select(route => route.Replace("/...", "", StringComparison.Ordinal))
        .Append("/healthz")
        .Concat(routes)
        .SelectMany(route => new[] { route, route + "/", route + "/z", route + "z", route.TrimEnd('/') })
        .Where(path => path.StartsWith('/'))
        .Append("/")
        .Distinct();
}
