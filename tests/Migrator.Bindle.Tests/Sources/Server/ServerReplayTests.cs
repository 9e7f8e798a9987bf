using Migrator.Testing;
using Migrator.Testing.BindleServer.Recordings;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>The server of the tests answers as the real one did, but where the table says otherwise.</summary>
public sealed class ServerReplayTests
{
    public static TheoryData<string> Names => [.. Recording.NamesIn("exchanges")];

    [SharedTheory]
    [MemberData(nameof(Names))]
    public async Task EveryRequest_IsAnsweredAsRecorded(string name)
    {
        using var replay = new ServerReplay(Recording.Read(name));

        var differences = await replay.RunAsync();

        Assert.True(differences.Count == 0, "\n" + string.Join('\n', differences));
    }
}
