using Migrator.Testing;
using Migrator.Testing.BindleServer.Recordings;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>The server of the tests answers as the real one did, but where the table says otherwise.</summary>
public sealed class ServerReplayTests
{
    public static TheoryData<string> Names => 
    [
        .. Recording.NamesIn("exchanges"), .. Recording.NamesIn("clients"), .. Recording.NamesIn("stores/damaged"),
    ];

    [SharedTheory]
    [MemberData(nameof(Names))]
    [BindleRow(114)]
    public async Task EveryRequest_IsAnsweredAsRecorded(string name)
    {
        using var replay = new ServerReplay(Recording.Read(name));

        var differences = await replay.RunAsync();

        var surprises = differences.Where(difference => !ServerDifferences.Reasons.ContainsKey(PlaceOf(difference)));
        var stale = ServerDifferences.Reasons.Keys
            .Where(place => place.StartsWith(name + ":", StringComparison.Ordinal))
            .Except(differences.Select(PlaceOf), StringComparer.Ordinal)
            .Select(place => $"{place} | is answered as recorded: take it out of the table");
        string[] wrong = [.. surprises, .. stale];
        Assert.True(wrong.Length == 0, "\n" + string.Join('\n', wrong));
    }

    private static string PlaceOf(string difference) => difference.Split(' ')[0];
}
