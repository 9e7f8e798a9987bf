using System.CommandLine;
using Migrator.StandIn.Commands;
using Migrator.Testing;

namespace Migrator.StandIn.Tests;

/// <summary>The stand-in as a program.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Run_WithSeeds_SaysWhereEverythingIsAndStops()
    {
        using var folder = new TempFolder();
        using var stop = new CancellationTokenSource();
        var output = new StringWriter();
        var parsed = StandInCommand.Create().Parse(
        [
            "--port", "0", "--seed", "legacy:shop:1.2.0+rabc", "--seed", "half-created",
            "--seed", "bindle=" + RepositoryRoot.Combine("testdata", "petstore"), "--login-folder", folder.Path,
        ]);

        var running = parsed.InvokeAsync(new InvocationConfiguration { Output = output }, stop.Token);
        await stop.CancelAsync();

        Assert.Equal(0, await running);
        Assert.Contains("App       shop  shop  http://127.0.0.1:", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("App       petstore  petstore  http://", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("App       half  half  no channel", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Stopped.", output.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.Path, "fermyon", "config.json")));
    }

    [Fact]
    public async Task Run_UnknownSeed_SaysWhichThereAre()
    {
        var output = new StringWriter();

        var code = await StandInCommand.Create().Parse(["--port", "0", "--seed", "none"])
            .InvokeAsync(new InvocationConfiguration { Output = output });

        Assert.Equal(2, code);
        Assert.Contains("half-created", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_QuirksAndLimits_ChangeTheOptions()
    {
        var command = new Command("stand-in");
        var knobs = new KnobOptions();
        knobs.AddTo(command);

        var options = knobs.Read(command.Parse(
        [
            "--quirk", "registers-twice", "--quirk", "pages-skip", "--limit", "apps=7", "--limit", "package-bytes=9",
        ]));

        Assert.Equal((true, PageInstability.Skips), (options.RegistersTwice, options.Pages));
        Assert.Equal((7, 9), (options.Quotas.Apps.Limit, options.Quotas.PackageBytes.Limit));
        Assert.Equal(10, options.Quotas.DeploysPerMinute.Limit);
    }

    [Theory]
    [InlineData("GET /api/apps=status:503@2", 200, 503, 200)]
    [InlineData("api=html:524", 524, 524, 524)]
    [InlineData("GET /api/apps=expire-tokens@3", 200, 200, 401)]
    public async Task Fault_OfTheCommandLine_MeetsItsRequests(string fault, int first, int second, int third)
    {
        await using var cloud = await Cloud.StartAsync();

        Assert.True(FaultNames.TryApply(cloud.StandIn.Faults, fault));

        Assert.Equal(first, (await cloud.Client.GetAsync("api/apps")).Status);
        Assert.Equal(second, (await cloud.Client.GetAsync("api/apps")).Status);
        Assert.Equal(third, (await cloud.Client.GetAsync("api/apps")).Status);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("api=nothing")]
    [InlineData("api=status:many")]
    [InlineData("api=drop@first")]
    public async Task Fault_ThatIsNone_IsSaid(string fault)
    {
        var output = new StringWriter();

        var code = await StandInCommand.Create().Parse(["--port", "0", "--fault", fault])
            .InvokeAsync(new InvocationConfiguration { Output = output });

        Assert.Equal(2, code);
        Assert.Contains("done-drop", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PortThatIsTaken_SaysWhatToDo()
    {
        await using var cloud = await Cloud.StartAsync();
        var output = new StringWriter();

        var code = await StandInCommand.Create().Parse(["--port", $"{cloud.StandIn.Address.Port}"])
            .InvokeAsync(new InvocationConfiguration { Output = output });

        Assert.Equal(1, code);
        Assert.Contains("--port", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--failover", "soon")]
    [InlineData("--quirk", "none")]
    [InlineData("--limit", "apps=many")]
    [InlineData("--era", "c38")]
    public void Parse_ValueThatIsNone_IsAnError(string name, string value) =>
        Assert.NotEmpty(StandInCommand.Create().Parse([name, value]).Errors);

    [Theory]
    [InlineData("--era", "head")]
    [InlineData("--bindle", "readonly")]
    [InlineData("--gate-status", "409")]
    [InlineData("--patch-shape", "lenient")]
    [InlineData("--device-flow", "denied")]
    [InlineData("--tokens", "opaque")]
    [InlineData("--failover", "0:0/100")]
    [InlineData("--routing", "hostheader")]
    [InlineData("--quirk", "registers-twice")]
    [InlineData("--limit", "requests-per-hour=10")]
    public void Parse_EveryKnob_IsTaken(string name, string value) =>
        Assert.Empty(StandInCommand.Create().Parse([name, value]).Errors);
}
