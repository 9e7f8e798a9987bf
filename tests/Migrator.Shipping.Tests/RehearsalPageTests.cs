using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Migrator.Testing;
using Migrator.Testing.Pages;

namespace Migrator.Shipping.Tests;

/// <summary>The rehearsal of a deploy, typed word for word in two terminals by someone with a checkout.</summary>
public sealed class RehearsalPageTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [NativeFact]
    public async Task Rehearsal_InTwoTerminals_GoesAsThePageSays()
    {
        await Checkout.CloneAsync(_temp.Combine("checkout"));
        var blocks = Page.Of("docs/deploying.md").BlocksBelow("## A rehearsal in five minutes");
        var run = new PageRun(_temp.Combine("checkout"), _temp)
        {
            Programs = Path.GetDirectoryName(NativeFactAttribute.Native.Program),
            Limit = TimeSpan.FromMinutes(5),
        };
        run.Replace("5310", FreePort().ToString(CultureInfo.InvariantCulture));

        await using var cloud = run.Open(blocks[0], ready: "Ctrl-C stops it.");
        await cloud.WaitUntilReadyAsync(TimeSpan.FromMinutes(15));

        Assert.Equal(2, blocks.Count);
        Assert.Equal("", await run.RunAsync([blocks[1]]));
    }

    public void Dispose() => _temp.Dispose();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
