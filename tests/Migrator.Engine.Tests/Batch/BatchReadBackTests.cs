using System.Text;
using Migrator.Engine.Batch;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Journal;
using Migrator.Engine.Pushing;
using Migrator.Engine.Tests.Fakes;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.Batch;

/// <summary>Batches that trust what registries answer to writing.</summary>
public sealed class BatchReadBackTests
{
    [Theory]
    [InlineData("referrer = false\nread-back = false", "distribution-3", 20)]
    [InlineData("referrer = true\nread-back = false", "zot", 60)]
    public async Task RunAsync_WithoutReadingBack_CostsWhatThePlanSays(string target, string kind, int manifests)
    {
        await using var batch = await SampleBatch.StartAsync(
            new SampleStore(apps: 20), RegistryPersonalities.Named(kind));
        batch.Target = target;
        var plan = await batch.PlanAsync();
        batch.Registry.Requests.Clear();

        var events = await batch.RunAsync();

        Assert.Equal(RunEnding.Finished, Assert.IsType<RunEnded>(events[^1]).Ending);
        Assert.Equal("Done 20", batch.States());
        Assert.Equal(plan.Estimate.Requests, batch.Registry.Requests.Count);
        Assert.Equal(manifests, batch.Registry.Requests.CountOf(RequestKind.ManifestPut));
        Assert.Equal(0, batch.Registry.Requests.CountOf(RequestKind.ManifestGet));
        Assert.All(batch.Apps(), app => Assert.Contains(
            app.Last!.Findings, finding => finding.Code == PushFindings.NotReadBackAsAsked.Code));
    }

    [Fact]
    public void Read_WithoutTheField_ReadsBack()
    {
        Assert.True(Read("[target]\nregistry = \"registry.example.com\"\n").File!.ReadsBack);
        Assert.False(Read("[target]\nregistry = \"registry.example.com\"\nread-back = false\n").File!.ReadsBack);
    }

    [Fact]
    public void Read_WithDeploy_IsAFaultOfItsLine()
    {
        var reading = Read("[target]\nread-back = false\n[deploy]\n");

        var fault = Assert.Single(reading.Findings);
        Assert.Equal("BM6003 batch.toml:5:13", $"{fault.Code} {fault.Place}");
        Assert.Contains("[deploy]", fault.Message, StringComparison.Ordinal);
    }

    private static BatchFileReading Read(string tables) => BatchFileToml.Read(
        Encoding.UTF8.GetBytes("version = 1\n[[source]]\nstore = \"bindles\"\n" + tables), "batch.toml");
}
