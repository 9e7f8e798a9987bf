using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Tests.Verification;

/// <summary>Whose a request is, with many and with deep routes (spec/bindle.md 8.3).</summary>
public sealed class WagiRoutesTests
{
    [Fact]
    public void OwnerOf_RoutesThatNestEitherWay_IsOfTheFirstThatMatches()
    {
        var routes = new WagiRoutes();
        Assert.Null(routes.Add("/a/b/...", "deep"));
        Assert.Null(routes.Add("/a/...", "wide"));
        Assert.Equal("wide", routes.Add("/a/x", "exact"));
        Assert.Equal("wide", routes.Add("/a/c/...", "late"));
        Assert.Null(routes.Add("/...", "all"));

        Assert.Equal(
            ["deep", "deep", "wide", "wide", "all", "all", WagiRoutes.HealthCheck],
            ((string[])["/a/b", "/a/b/c", "/a", "/a/bc", "/", "/ab", "/healthz"]).Select(routes.OwnerOf));
    }

    // Looked up prefix by prefix, these are 3 * 10^10 letters to hash.
    [Fact]
    public async Task Add_ThousandsOfDeepRoutes_ReadsEachOnce()
    {
        const int Count = 4_000;
        var deep = string.Concat(Enumerable.Repeat("/a", Count + 1));
        var routes = new WagiRoutes();

        var owners = await Task.Run(() =>
        {
            for (var depth = Count; depth > 0; depth--)
            {
                routes.Add($"/b{deep.AsSpan(0, 2 * depth)}/...", $"{depth}");
            }

            return Enumerable.Range(0, Count / 2).Select(number => routes.Add($"/c{deep}/{number}", "exact")).ToList();
        }).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(owners, Assert.Null);
        Assert.Equal("1", routes.OwnerOf("/b/a/c"));
    }

    [Fact]
    public async Task Add_EverythingIsTakenAlready_IsKeptOnce()
    {
        const int Count = 4_000;
        var deep = string.Concat(Enumerable.Repeat("/a", Count));
        var routes = new WagiRoutes();
        routes.Add("/...", "all");

        var owners = await Task.Run(() => Enumerable.Range(1, Count)
            .Select(depth => routes.Add($"{deep.AsSpan(0, 2 * depth)}/...", "late")).ToList())
            .WaitAsync(TimeSpan.FromSeconds(30));

        Assert.All(owners, owner => Assert.Equal("all", owner));
    }
}
