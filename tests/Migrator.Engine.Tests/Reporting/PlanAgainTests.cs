using System.Text;
using Migrator.Bindle.Sources;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Reporting;

/// <summary>What a run meets that no run of its plan can end: nothing is sent, and the command plans again.</summary>
public sealed class PlanAgainTests
{
    [Fact]
    public async Task Causes_BindleWasChangedSinceThePlan_CommandPlansAgain()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        await batch.PlanAsync();
        batch.Source = new SampleStore(apps: 2) { SharedFiles = 4 };

        await batch.RunAsync();

        RequirePlan(batch, "BM6018", "look at the source, and plan again");
    }

    [Fact]
    public async Task RunAsync_BindleWasSignedSinceThePlan_SendsNothingAndAnotherPlanTakesIt()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        batch.Target = "";
        await batch.PlanAsync();
        batch.Source = new SampleStore(apps: 2) { Sign = (number, invoice) => Sign(number == 2, invoice) };

        await batch.RunAsync();
        var states = batch.States();
        var repositories = batch.Registry.Repositories.ToList();
        RequirePlan(batch, "BM6018", "a signature");
        await batch.PlanAsync(new PlanOptions { Replace = true });
        await batch.RunAsync();

        Assert.Equal("Done 1, Failed 1", states);
        Assert.Equal(["team/app00001"], repositories);
        Assert.Equal("Done 1, AlreadyThere 1", batch.States());
        Assert.All(batch.Apps(), app => Assert.Contains(
            app.App.Referrer!, batch.Registry.Repository(app.App.Repository!.Split('/', 2)[1]).Manifests.Keys));
    }

    [Fact]
    public async Task RunAsync_BindleThatThePlanCouldNotReachWasSignedSince_BringsItBackWhenItIsLost()
    {
        await using var batch = await SampleBatch.StartAsync(Busy());
        batch.Target = "";
        await batch.PlanAsync();
        batch.Source = new SampleStore(apps: 1);
        await batch.RunAsync();
        batch.Registry.Repository("team/app00001").Tags.TryRemove("1.0.0", out _);
        batch.Source = new SampleStore(apps: 1) { Sign = (_, invoice) => Sign(true, invoice) };

        await batch.RunAsync();

        Assert.Equal("Done 1", batch.States());
    }

    [Fact]
    public async Task Causes_TagWasSetByAnotherSinceThePlan_NameTheFieldAndPlanAgain()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        await batch.PlanAsync();
        batch.Registry.AddManifest("team/app00001", "1.0.0", MediaTypes.ImageManifest, Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.ImageManifest}}","config":{"mediaType":"text/plain","size":2,
            "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"},"layers":[]}
            """));

        await batch.RunAsync();

        Assert.Equal("Done 1, Failed 1", batch.States());
        RequirePlan(batch, "BM4001", "The batch file's conflict says what becomes of such tags");
    }

    [Fact]
    public async Task Causes_RunFoundThatTheProfileCannotExpressIt_CommandPlansAgain()
    {
        await using var batch = await SampleBatch.StartAsync(Busy());
        await batch.PlanAsync();
        batch.Source = new SampleStore(apps: 1) { Change = (_, app) => app with { IsSpin = false } };

        await batch.RunAsync();

        RequirePlan(batch, "BM3000", "go along whole");
    }

    private static void RequirePlan(SampleBatch batch, string code, string message)
    {
        using var views = JournalViews.Open(batch.Journal);
        var cause = Assert.Single(BatchReport.Of(batch.Journal, views, batch.Clock).Causes);
        Assert.Equal(code, cause.Code);
        Assert.StartsWith("bindle2oci batch plan ", Assert.Single(cause.Commands), StringComparison.Ordinal);
        Assert.Contains(message, cause.Examples[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--on-conflict", cause.Examples[0].Message, StringComparison.Ordinal);
    }

    private static SampleStore Busy() => new(apps: 1)
    {
        Change = (_, app) => app with
        {
            Failure = new BindleSourceException("s", "Busy.") { Failure = SourceFailure.Temporary },
        },
    };

    private static Bindle.Invoices.Invoice Sign(bool isMeant, Bindle.Invoices.Invoice invoice)
    {
        using var signer = new BindleSigner("Creator");
        return isMeant ? signer.Sign(invoice) : invoice;
    }
}
