using Migrator.Bindle.Invoices;
using Migrator.Engine.Checking;
using Migrator.Engine.Inspection;
using Migrator.Engine.Jobs;
using Migrator.Engine.Restoring;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.Targets;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Jobs;

/// <summary>A job that ends early still tells what it knew by then.</summary>
public sealed class KnownStateTests : MemoryJob
{
    [Fact]
    public async Task Check_TargetCannotBeOpened_KeepsTheBindle()
    {
        var outcome = await new BindleCheck(TimeProvider.System, NoObserver.Instance).RunAsync(
            new CheckRequest
            {
                OpenSource = Source.OpenSourceAsync,
                OpenTarget = _ => throw new TargetException("nowhere", "There is nothing."),
            },
            CancellationToken.None);

        Assert.Equal(JobStatus.SourceRefused, outcome.Status);
        Assert.Equal((Source.Id, "memory", 3), (outcome.Id, outcome.Source, outcome.Parcels));
        Assert.Equal(5 + 6 + 5, outcome.Bytes);
        Assert.Contains(JobStage.Hash, outcome.Timings.Select(timing => timing.Stage));
    }

    [Fact]
    public async Task Check_NoSuchBindle_KeepsTheSource()
    {
        var id = BindleId.Parse("no/such/1.0.0");
        var request = new CheckRequest { OpenSource = Source.OpenSourceAsync, Id = id };

        var checkedOnce = await new BindleCheck(TimeProvider.System, NoObserver.Instance)
            .RunAsync(request, CancellationToken.None);
        var inspected = await new BindleInspection(TimeProvider.System).RunAsync(request, CancellationToken.None);

        Assert.Equal((id, "memory"), (checkedOnce.Id, checkedOnce.Source));
        Assert.Equal((JobStatus.SourceRefused, "memory"), (inspected.Status, inspected.Source));
    }

    [Fact]
    public async Task Restore_FolderCannotBeWritten_KeepsTheBindle()
    {
        await RunAsync();
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.Combine("taken"), "x");

        var outcome = await new BindleRestore(TimeProvider.System, NoObserver.Instance).RunAsync(
            new RestoreRequest
            {
                OpenTarget = _ => Task.FromResult<IReadOnlyTarget>(Target),
                Folder = folder.Combine("taken"),
            },
            CancellationToken.None);

        Assert.Equal(JobStatus.TargetRefused, outcome.Status);
        Assert.Equal((Source.Id, Target.Description), (outcome.Id, outcome.Source));
        Assert.Null(outcome.Folder);
    }

    [Fact]
    public async Task InspectArtifact_NoSuchTag_KeepsTheTarget()
    {
        var outcome = await ArtifactInspection.RunAsync(
            _ => Task.FromResult<IReadOnlyTarget>(Target), "none", CancellationToken.None);

        Assert.Equal((JobStatus.SourceRefused, Target.Description), (outcome.Status, outcome.Target));
    }

    [Fact]
    public void Inspect_NamesThatCollide_AreTold()
    {
        var outcome = InspectionFindings.OfNames(
        [
            BindleId.Parse("Shop/1.0.0"), BindleId.Parse("shop/1.0.0"), BindleId.Parse("shop/2.0.0"),
            BindleId.Parse("other/1.0.0"),
        ]);

        var finding = Assert.Single(outcome);
        Assert.Equal(InspectionFindings.NamesCollide, finding.Kind);
        Assert.Equal("repository shop", finding.Subject);
        Assert.Contains("'Shop', 'shop'", finding.Message, StringComparison.Ordinal);
        Assert.Contains("1.0.0", finding.Message, StringComparison.Ordinal);
    }
}
