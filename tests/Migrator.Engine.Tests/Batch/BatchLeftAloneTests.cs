using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;
using Migrator.Engine.Tests.Fakes;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Batch;

/// <summary>What a batch file does not mean is not sent, also when only the run sees it.</summary>
public sealed class BatchLeftAloneTests : IDisposable
{
    private const string SignedByAlice =
        "[select]\nsigned-by = [\"Alice\"]\n[signatures]\nkeyring = \"keyring.toml\"\nunsigned = \"accept\"";

    private readonly BindleSigner _alice = new("Alice");
    private readonly BindleSigner _bob = new("Bob");

    [Fact]
    public async Task RunAsync_SourceDidNotAnswerThePlan_AsksForTheSignaturesAgain()
    {
        await using var batch = await StartAsync(Busy(2));
        batch.Extra = SignedByAlice;
        var plan = await batch.PlanAsync();
        batch.Source = Signed(_alice, _bob);
        batch.Registry.Requests.Clear();

        var events = await batch.RunAsync();

        Assert.Equal(2, plan.Classes[PlanClass.Unreachable]);
        Assert.Equal("Done 1, Skipped 1", batch.States());
        Assert.Equal(["team/app00001"], batch.Registry.Repositories);
        var ended = Assert.Single(events.OfType<AppEnded>(), app => app.State == AppState.Skipped);
        var finding = Assert.Single(ended.Outcome.Findings);
        Assert.Equal("BM6016", finding.Code);
        Assert.Contains("'Alice'", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(batch.Registry.Requests.All, request => request.Path.Contains("app00002"));
    }

    [Fact]
    public async Task RunAsync_SignedAnewSinceThePlan_IsNotSentAndNotTriedAgain()
    {
        await using var batch = await StartAsync(Signed(_alice, _alice));
        batch.Extra = SignedByAlice;
        await batch.PlanAsync();
        batch.Source = Signed(_alice, _bob);
        await batch.RunAsync();

        var again = await batch.RunAsync();

        Assert.Equal("Done 1, Skipped 1", batch.States());
        Assert.Equal(["team/app00001"], batch.Registry.Repositories);
        Assert.Empty(again.OfType<AppStarted>());
        Assert.Equal(0, ((RunEnded)again[^1]).Open);
    }

    [Fact]
    public async Task RunAsync_YankedBindleThatThePlanCouldNotReach_IsLeftAlone()
    {
        await using var batch = await StartAsync(Busy(2));
        await batch.PlanAsync();
        batch.Source = new SampleStore(apps: 2)
        {
            Change = (number, app) => app with { Yanked = number == 2, LostParcel = number == 2 },
        };

        var events = await batch.RunAsync();

        Assert.Equal("Done 1, Skipped 1", batch.States());
        var ended = Assert.Single(events.OfType<AppEnded>(), app => app.State == AppState.Skipped);
        Assert.Equal(JobStatus.Skipped, ended.Outcome.Status);
        var finding = Assert.Single(ended.Outcome.Findings);
        Assert.Equal("BM6017", finding.Code);
        Assert.Contains("'yanked = true' below [select]", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_YankedBindlesAreMeant_MovesThem()
    {
        await using var batch = await StartAsync(Busy(1));
        batch.Extra = "[select]\nyanked = true";
        await batch.PlanAsync();
        batch.Source = new SampleStore(apps: 1) { Change = (_, app) => app with { Yanked = true } };

        await batch.RunAsync();

        Assert.Equal("Done 1", batch.States());
    }

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
    }

    private static SampleStore Busy(int apps) => new(apps)
    {
        Change = (_, app) => app with
        {
            Failure = new BindleSourceException("s", "Busy.") { Failure = SourceFailure.Temporary },
        },
    };

    private static SampleStore Signed(params BindleSigner[] signers) => new(signers.Length)
    {
        Sign = (number, invoice) => signers[number - 1].Sign(invoice),
    };

    private async Task<SampleBatch> StartAsync(SampleStore source)
    {
        var batch = await SampleBatch.StartAsync(source);
        await File.WriteAllTextAsync(
            Path.Combine(batch.Folder, "keyring.toml"),
            $"version='1.0'\n{_alice.EntryToml(SignatureRole.Creator)}{_bob.EntryToml(SignatureRole.Creator)}");
        return batch;
    }
}
