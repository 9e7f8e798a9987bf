using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Tests.Pipeline;

/// <summary>What goes wrong on the way, and whose fault it is.</summary>
public sealed class MigrationFaultTests : MemoryJob
{
    [Fact]
    public async Task RunAsync_DamagedParcels_TellsAllOfThemAndWritesNoManifest()
    {
        Source.Damage("a.txt").Damage("c.txt");

        var outcome = await RunAsync();

        Assert.Equal(JobStatus.Mismatch, outcome.Status);
        var subjects = outcome.Findings.Where(
            finding => finding.Kind == VerifyFindings.DigestDiffers).Select(finding => finding.Subject);
        Assert.Equal(["parcel a.txt", "parcel c.txt"], subjects.Order(StringComparer.Ordinal));
        Assert.All(Target.Writes, write => Assert.StartsWith("blob", write, StringComparison.Ordinal));
        Assert.Null(await Target.ResolveOrNullAsync(Tag, CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_SourceFailsWhileReading_IsTheSourcesFault()
    {
        Source.OnOpen = (sha, stream) => sha == Source.ShaOf("b.txt") ? new BrokenStream() : stream;

        var outcome = await RunAsync();

        Assert.Equal(JobStatus.SourceRefused, outcome.Status);
        var finding = Assert.Single(outcome.Findings, finding => finding.Kind == JobFindings.SourceUnusable);
        Assert.Contains("bad sector", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SourceFailsWhileConverting_IsTheSourcesFault()
    {
        Source.With("spin.toml", "spin_version = \"1\"", "application/vnd.fermyon.spin+toml");
        Source.OnOpen = (_, _) => new BrokenStream();

        var outcome = await RunAsync(request => request with { Conversion = new ConversionOptions() });

        Assert.Equal(JobStatus.SourceRefused, outcome.Status);
        var finding = Assert.Single(outcome.Findings, finding => finding.Kind == JobFindings.SourceUnusable);
        Assert.Contains("bad sector", finding.Message, StringComparison.Ordinal);
        Assert.Equal(Source.Id, outcome.Id);
    }

    [Fact]
    public async Task RunAsync_DamagedSpinManifest_IsAMismatch()
    {
        Source.With("spin.toml", "spin_version = \"1\"", "application/vnd.fermyon.spin+toml").Damage("spin.toml");

        var outcome = await RunAsync(request => request with { Conversion = new ConversionOptions() });

        Assert.Equal(JobStatus.Mismatch, outcome.Status);
        Assert.Empty(Target.Writes);
    }

    [Fact]
    public async Task RunAsync_NoSuchBindle_IsTheSourcesFault()
    {
        var outcome = await RunAsync(request => request with { Id = BindleId.Parse("no/such/1.0.0") });

        Assert.Equal(JobStatus.SourceRefused, outcome.Status);
        Assert.Single(outcome.Findings, finding => finding.Kind == JobFindings.SourceUnusable);
        Assert.Equal("no/such/1.0.0", outcome.Id!.ToString());
    }

    [Fact]
    public async Task RunAsync_SourceCannotBeOpened_IsTheSourcesFault()
    {
        var outcome = await RunAsync(request => request with
        {
            OpenSource = _ => throw new BindleSourceException("./nowhere", "There is nothing at ./nowhere."),
        });

        Assert.Equal(JobStatus.SourceRefused, outcome.Status);
        Assert.Equal("./nowhere", Assert.Single(outcome.Findings).Place);
        Assert.Null(outcome.Source);
    }

    [Theory]
    [InlineData("blob", true, JobStatus.Temporary)]
    [InlineData("blob", false, JobStatus.TargetRefused)]
    [InlineData("manifest", true, JobStatus.Temporary)]
    [InlineData("tag", true, JobStatus.Temporary)]
    public async Task RunAsync_TargetFails_TellsWhetherItMayPass(string write, bool isDisk, JobStatus status)
    {
        Target.BeforeWrite = line => line.StartsWith(write, StringComparison.Ordinal)
            ? throw new TargetException("memory", "No room.", isDisk ? new IOException("disk full") : null)
            : Task.CompletedTask;

        var outcome = await RunAsync();

        Assert.Equal(status, outcome.Status);
        Assert.Contains(outcome.Findings, finding => finding.Message == "No room.");
        Assert.Null(await Target.ResolveOrNullAsync(Tag, CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_Stopped_ThrowsAndSetsNoTag()
    {
        using var stop = new CancellationTokenSource();
        Target.BeforeWrite = line =>
        {
            if (line.StartsWith("manifest", StringComparison.Ordinal))
            {
                stop.Cancel();
            }

            return Task.CompletedTask;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new MigrationPipeline(TimeProvider.System, NoObserver.Instance).RunAsync(Request(), stop.Token));

        Assert.Null(await Target.ResolveOrNullAsync(Tag, CancellationToken.None));
        Assert.True(Source.IsDisposed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public async Task RunAsync_ParallelismOutOfRange_Throws(int parallelism) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => RunAsync(request => request with { Parallelism = parallelism }));
}
