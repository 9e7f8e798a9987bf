using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Engine.Batch;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Journal;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Memory;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Batch;

/// <summary>Plans: what becomes of each bindle, what it will cost, and that nothing is written.</summary>
public sealed class BatchPlannerTests
{
    private const string Other = $$"""
        {"schemaVersion":2,"mediaType":"{{MediaTypes.ImageManifest}}","config":{"mediaType":"text/plain","size":2,
        "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"},"layers":[]}
        """;

    [Fact]
    public async Task PlanAsync_StoreWithEverything_ClassifiesEachBindleAndWritesNothing()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        await batch.PlanAsync();
        await batch.RunAsync();
        batch.Registry.AddManifest("team/app00003", "1.0.0", MediaTypes.ImageManifest, Encoding.UTF8.GetBytes(Other));
        batch.Source = new SampleStore(apps: 10)
        {
            Change = (number, app) => number switch
            {
                4 => app with { LostParcel = true },
                5 => app with { IsSpin = false },
                6 => app with { Failure = new("s", "gone") { Failure = SourceFailure.Temporary } },
                7 => app with { Yanked = true },
                8 or 9 => app with { Id = BindleId.Parse($"{(number == 8 ? "App" : "app")}00008/1.0.0") },
                _ => app,
            },
        };
        batch.Registry.Requests.Clear();

        var plan = await batch.PlanAsync(new PlanOptions { Replace = true });

        Assert.Equal(
            "1 AlreadyThere, 2 AlreadyThere, 3 Conflict, 4 Incomplete, 5 NotAnApp, 6 Unreachable, 7 Collision, "
            + "8 Collision, 9 Migrate",
            string.Join(", ", batch.Apps().Select(app => $"{app.App.Number} {app.App.Class}")));
        Assert.Equal(1, plan.LeftOut[LeftOut.Yanked]);
        Assert.Equal(plan.Apps, plan.Classes.Values.Sum());
        Assert.DoesNotContain(batch.Registry.Requests.All, request => request.Method != "HEAD");
    }

    [Fact]
    public async Task PlanAsync_FaultOfOursWithOneBindle_IsToldOfThatOneAlone()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 3)
        {
            Change = (number, app) =>
                number == 2 ? app with { Fault = new InvalidOperationException("Never thought of.") } : app,
        });

        var plan = await batch.PlanAsync();

        Assert.Equal((2, 1), (plan.Classes[PlanClass.Migrate], plan.Classes[PlanClass.Invalid]));
        Assert.Equal("BM1903", Assert.Single(batch.Apps()[1].App.Findings).Code);
    }

    /// <summary>Sizes are what invoices claim, and a sum of them may be more than 63 bits hold.</summary>
    [Fact]
    public async Task PlanAsync_SizesBeyondAllBounds_AreRefusedAndTheirNeighboursArePlanned()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 3)
        {
            Sign = (number, invoice) => number != 2 ? invoice : invoice with
            {
                Parcels =
                [
                    .. invoice.Parcels.Select(parcel => parcel with
                    {
                        Label = parcel.Label with { Size = long.MaxValue },
                    }),
                ],
            },
        });

        await batch.PlanAsync();

        Assert.Equal(
            "1 Migrate, 2 Incomplete, 3 Migrate",
            string.Join(", ", batch.Apps().Select(app => $"{app.App.Number} {app.App.Class}")));
        Assert.Equal(long.MaxValue, batch.Apps().ElementAt(1).App.ParcelBytes);
    }

    [Fact]
    public async Task PlanAsync_Latest_TakesTheHighestVersionOfEachName()
    {
        var places = new BatchPlaces
        {
            Folder = ".",
            OpenTarget = (_, _) => Task.FromResult<Oci.Targets.ITarget>(new MemoryTarget()),
            OpenServer = (_, _, _) => Task.FromResult<IBindleSource>(new SampleStore(6)
            {
                Change = (number, app) => app with
                {
                    Id = BindleId.Parse($"app{(number % 2) + 1:00000}/1.{(number * 7) % 10}.0"),
                },
            }),
        };
        using var folder = new TempFolder();
        var journal = Path.Combine(folder.Path, "batch.db");

        var plan = await new BatchPlanner(places, TimeProvider.System).PlanAsync(
            MemoryFile("[select]\nlatest = true"), journal, new PlanOptions(), CancellationToken.None);

        using var view = JournalView.Open(journal);
        Assert.Equal(["app00002/1.7.0", "app00001/1.8.0"], view.Apps().Select(app => app.App.Title));
        Assert.Equal(4, plan.LeftOut[LeftOut.NotLatest]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task PlanAsync_Shards_ShareThePlanOut(int first)
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 23));
        await batch.PlanAsync();
        var numbers = new List<long>();
        for (var part = first; part < first + 4; part++)
        {
            Assert.True(Shard.TryParse($"{part}/4", out var shard));
            await using var journal = BatchJournal.Open(batch.Journal);
            using var reading = journal.Read(shard, AppState.Waiting);
            numbers.AddRange(reading.Apps().Select(app => app.Number));
        }

        Assert.Equal(Enumerable.Range(1, 23).Select(number => (long)number), numbers.Order());
    }

    private static BatchFile MemoryFile(string extra, string target = "") => SampleBatch.File($"""
        version = 1
        [[source]]
        server = "http://samples.test/v1/"
        [target]
        registry = "registry.test"
        {target}
        {extra}

        """);
}
