using Migrator.StandIn;

namespace Migrator.Cloud.Tests.Sockets;

/// <summary>What a cloud tells of an application beside its revisions: its log, and whether it is well.</summary>
public sealed class AppRecordTests
{
    [Fact]
    public async Task ReadLogs_OfAnApp_AreItsNewestLines()
    {
        await using var cloud = await CloudFixture.StartAsync(CloudEra.Head);
        var app = cloud.StandIn.Seeds.OciApp("hello");
        await cloud.DeployAsync("one");
        await cloud.DeployAsync("two");

        var all = await cloud.Client.Apps.ReadLogsAsync(app.Id, 100, default);
        var newest = await cloud.Client.Apps.ReadLogsAsync(app.Id, 1, default);

        Assert.Equal(app.Events.Select(happened => happened.Name), all.Select(entry => entry.LogLines.Single().Line));
        Assert.Equal(all[^1].LogLines, Assert.Single(newest).LogLines);
        Assert.True(all.Count > 1);
    }

    [Theory]
    [InlineData(CloudEra.C37)]
    [InlineData(CloudEra.Head)]
    public async Task ReadHealth_OfTheLiveChannel_IsTheCloudsWord(CloudEra era)
    {
        await using var cloud = await CloudFixture.StartAsync(era);
        cloud.StandIn.Seeds.OciApp("hello");
        var channel = await cloud.Client.Channels.ListAsync(default).FirstAsync();

        Assert.Equal("Healthy", await cloud.Client.Channels.ReadHealthAsync(channel.Id, default));
    }
}
