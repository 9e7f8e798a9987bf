using System.Runtime.CompilerServices;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Engine.Batch;
using Migrator.Engine.Journal;
using Migrator.Engine.Tests.Fakes;

namespace Migrator.Engine.Tests.Batch;

/// <summary>
/// The latest of each name is the highest version that was not yanked, also where no list says which were.
/// </summary>
public sealed class BatchLatestTests
{
    [Theory]
    [InlineData("1.0.0 1.1.0-", "1.0.0", 1, 0)]
    [InlineData("1.1.0- 1.0.0", "1.0.0", 1, 0)]
    [InlineData("1.0.0 1.2.0- 1.10.0- 1.1.0 1.3.0-", "1.1.0", 3, 1)]
    [InlineData("1.0.0 1.1.0 1.2.0", "1.2.0", 0, 2)]
    [InlineData("1.0.0- 1.1.0-", "", 2, 0)]
    [InlineData("1.0.0", "1.0.0", 0, 0)]
    public async Task PlanAsync_NamedBindlesSomeOfWhichWereYanked_TakesTheHighestThatWasNot(
        string versions, string taken, int yanked, int lower)
    {
        await using var batch = await StartAsync(versions, areListed: false);

        var plan = await batch.PlanAsync();
        await batch.RunAsync();

        Assert.Equal(taken, string.Join(' ', batch.Apps().Select(app => app.App.Id!.Version)));
        Assert.All(batch.Apps(), app => Assert.Equal((AppState.Done, taken), (app.App.State, app.App.Tag)));
        Assert.Equal(
            (yanked, lower),
            (plan.LeftOut.GetValueOrDefault(LeftOut.Yanked), plan.LeftOut.GetValueOrDefault(LeftOut.NotLatest)));
        Assert.DoesNotContain(plan.LeftOut, left => left.Value == 0);
    }

    [Fact]
    public async Task PlanAsync_ListDoesNotSayWhatWasYanked_TakesTheVersionBefore()
    {
        await using var batch = await StartAsync("1.0.0 1.1.0-", areListed: true);

        var plan = await batch.PlanAsync();

        Assert.Equal("app00001/1.0.0", Assert.Single(batch.Apps()).App.Title);
        Assert.Equal([(LeftOut.Yanked, 1L)], plan.LeftOut.Select(left => (left.Key, left.Value)));
    }

    [Fact]
    public async Task PlanAsync_HighestIsNotSignedAsAsked_TakesNoOther()
    {
        await using var batch = await StartAsync("1.0.0 1.1.0", areListed: true);
        await File.WriteAllTextAsync(Path.Combine(batch.Folder, "keyring.toml"), "version='1.0'\nkey=[]\n");
        batch.Extra = "[select]\nlatest = true\nsigned-by = ['Ann']\n[signatures]\nkeyring = 'keyring.toml'";

        var plan = await batch.PlanAsync();

        Assert.Empty(batch.Apps());
        Assert.Equal((1, 1), (plan.LeftOut[LeftOut.NotSignedBy], plan.LeftOut[LeftOut.NotLatest]));
    }

    [Fact]
    public async Task PlanAsync_SameVersionInTwoSources_IsTakenOnceAndCountsAsRepeated()
    {
        await using var batch = await StartAsync("1.0.0 1.1.0- 1.0.0 1.1.0-", areListed: true);

        var plan = await batch.PlanAsync();

        Assert.Equal("app00001/1.0.0", Assert.Single(batch.Apps()).App.Title);
        Assert.Equal(
            [(LeftOut.Yanked, 1L), (LeftOut.Repeated, 2L)], plan.LeftOut.Select(left => (left.Key, left.Value)));
    }

    [Fact]
    public async Task PlanAsync_VersionBeforeWouldShareAReference_IsACollision()
    {
        await using var batch = await StartAsync("1.0.0 1.1.0- App00001/1.0.0", areListed: true);

        var plan = await batch.PlanAsync();

        Assert.Equal(2, plan.Classes[PlanClass.Collision]);
        Assert.Equal("Refused 2", batch.States());
    }

    private static async Task<SampleBatch> StartAsync(string versions, bool areListed)
    {
        var store = new Versions([.. versions.Split(' ').Select(Parse)]);
        var batch = await SampleBatch.StartAsync(store);
        batch.Extra = "[select]\nlatest = true";
        batch.FromSource = areListed
            ? ""
            : $"bindles = [{string.Join(", ", store.All.Select(bindle => $"'{bindle.Id}'"))}]";
        return batch;
    }

    // A dash behind a version says that it was yanked.
    private static (BindleId Id, bool Yanked) Parse(string word) =>
        (BindleId.Parse(word.Contains('/') ? word : $"app00001/{word.TrimEnd('-')}"), word.EndsWith('-'));

    /// <summary>A source that lists what was yanked without saying so.</summary>
    private sealed class Versions(List<(BindleId Id, bool Yanked)> all) : IBindleSource
    {
        public List<(BindleId Id, bool Yanked)> All => all;

        public string Description => "versions";

        public async IAsyncEnumerable<BindleEntry> ListAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            foreach (var (id, _) in all)
            {
                yield return new BindleEntry(id, id.ToString(), Yanked: false, []);
            }
        }

        public async Task<BindlePackage> OpenAsync(BindleId? id, CancellationToken cancellationToken)
        {
            await using var store = new SampleStore(apps: 1)
            {
                Change = (_, app) => app with { Yanked = all.Find(bindle => bindle.Id.Equals(id)).Yanked },
            };
            return await store.OpenAsync(id, cancellationToken);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
