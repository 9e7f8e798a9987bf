namespace Migrator.StandIn.Tests;

/// <summary>A stand-in on a clock of the test, and plain requests to it.</summary>
internal sealed class Cloud : IAsyncDisposable
{
    private Cloud(CloudStandIn standIn, SteppingClock clock)
    {
        (StandIn, Clock) = (standIn, clock);
        Client = new RawClient(standIn);
    }

    internal CloudStandIn StandIn { get; }

    internal SteppingClock Clock { get; }

    internal RawClient Client { get; }

    internal static Task<Cloud> StartAsync(CloudEra era = CloudEra.C37) =>
        StartAsync(new StandInOptions { Era = era });

    internal static async Task<Cloud> StartAsync(StandInOptions options)
    {
        var clock = new SteppingClock(new DateTimeOffset(2023, 10, 1, 12, 0, 0, TimeSpan.Zero));
        return new Cloud(await CloudStandIn.StartAsync(options, clock), clock);
    }

    /// <summary>Pushes, creates and registers as plugin 0.3.0 does, up to the revision.</summary>
    internal async Task<(Guid App, string Digest)> CreateAsync(string name = "hello", string tag = "1.0.0-r80e5abb")
    {
        var digest = await Client.PushAsync(name, tag);
        var app = await Client.PostAsync("api/apps", $$"""{"name":"{{name}}","storageId":"oci://{{name}}"}""");
        Assert.Equal(200, app.Status);
        Assert.InRange((await RegisterAsync($"oci://{name}", tag)).Status, 200, 201);
        return (app.Id, digest);
    }

    internal Task<RawAnswer> RegisterAsync(string storageId, string number) => Client.PostAsync(
        "api/revisions",
        $$"""{"appStorageId":"{{storageId}}","revisionNumber":"{{number}}"}""");

    /// <summary>Makes the deployer's channel with a revision live.</summary>
    internal async Task<Guid> OpenChannelAsync(Guid app, Guid revision)
    {
        var answer = await Client.PostAsync("api/channels", ChannelBody(app, revision));
        Assert.Equal(200, answer.Status);
        return answer.Id;
    }

    internal static string ChannelBody(Guid app, Guid revision) => $$"""
        {"appId":"{{app}}","name":"spin-deploy","revisionSelectionStrategy":"UseSpecifiedRevision","rangeRule":null,
        "activeRevisionId":"{{revision}}"}
        """;

    internal Guid RevisionId(string number) =>
        StandIn.State.Revisions.First(revision => revision.Number == number).Id;

    /// <summary>What an app says about itself.</summary>
    internal Task<RawAnswer> InfoAsync(string app, string path = ".well-known/spin/info") =>
        Client.SendAsync("GET", new Uri(StandIn.State.App(app)!.Site!.Address, path), null);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StandIn.DisposeAsync();
    }
}
