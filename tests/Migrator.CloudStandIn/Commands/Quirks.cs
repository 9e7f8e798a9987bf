namespace Migrator.StandIn.Commands;

/// <summary>Habits of the server that are off unless they are named.</summary>
internal static class Quirks
{
    private static readonly SortedDictionary<string, Func<StandInOptions, StandInOptions>> Known =
        new(StringComparer.Ordinal)
        {
            ["device-pending-200"] = options => options with { DevicePendingStatus = 200 },
            ["hides-bindle-version"] = options => options with { TellsBindleVersion = false },
            ["ignores-patch-at-head"] = options => options with { HonoursPatchAtHead = false },
            ["leaves-app-behind"] = options =>
                options with { Quotas = options.Quotas with { LeavesAppBehind = true } },
            ["no-restart-on-patch"] = options => options with { PatchRestarts = false },
            ["pages-repeat"] = options => options with { Pages = PageInstability.Repeats },
            ["pages-skip"] = options => options with { Pages = PageInstability.Skips },
            ["registers-twice"] = options => options with { RegistersTwice = true },
            ["searches-revisions"] = options => options with { SearchesRevisions = true },
        };

    internal static string[] Names => [.. Known.Keys];

    internal static StandInOptions Apply(StandInOptions options, IEnumerable<string> names) =>
        names.Aggregate(options, (last, name) => Known[name](last));
}
