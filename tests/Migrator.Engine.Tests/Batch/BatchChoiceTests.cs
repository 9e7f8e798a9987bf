using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Engine.Batch;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Journal;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Batch;

/// <summary>
/// What a batch file chooses: signed bindles, queries, named bindles, teams, and what becomes of conflicts.
/// </summary>
public sealed class BatchChoiceTests : IDisposable
{
    private const string Other = $$"""
        {"schemaVersion":2,"mediaType":"{{MediaTypes.ImageManifest}}","config":{"mediaType":"text/plain","size":2,
        "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"},"layers":[]}
        """;

    private readonly BindleSigner _alice = new("Alice");
    private readonly BindleSigner _bob = new("Bob");
    private readonly BindleSigner _mallory = new("Mallory");

    [Theory]
    [InlineData("unsigned = \"refuse\"", "1 Migrate, 2 Migrate, 3 Unsigned, 4 Unsigned")]
    [InlineData("unsigned = \"accept\"", "1 Migrate, 2 Migrate, 3 Unsigned, 4 Migrate")]
    public async Task PlanAsync_Signatures_RefusesWhatNobodyKnownSigned(string unsigned, string classes)
    {
        await using var batch = await SignedAsync();
        batch.Extra = $"[signatures]\nkeyring = \"keyring.toml\"\n{unsigned}";

        await batch.PlanAsync();

        Assert.Equal(classes, Classes(batch));
        Assert.Contains("Alice (creator)", batch.Apps()[0].App.Signatures, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Bob (creator)", batch.Apps()[1].App.Signatures, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task PlanAsync_SignedBy_LeavesTheOthersOut()
    {
        await using var batch = await SignedAsync();
        batch.Extra = "[select]\nsigned-by = [\"Bob\"]\n[signatures]\nkeyring = \"keyring.toml\"";

        var plan = await batch.PlanAsync();

        Assert.Equal(["app00002/1.0.0"], batch.Apps().Select(app => app.App.Title));
        Assert.Equal(3, plan.LeftOut[LeftOut.NotSignedBy]);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public async Task PlanAsync_SignedByALabelThatNoKeyHas_IsWarnedOf()
    {
        await using var batch = await SignedAsync();
        batch.Extra = "[select]\nsigned-by = [\"bob\", \"Alice\", \"Nobody\", \"bob\"]\n"
            + "[signatures]\nkeyring = \"keyring.toml\"";

        var plan = await batch.PlanAsync();

        Assert.Equal(
            [
                "No key of the keyring has the label 'bob', which is in signed-by of [select].",
                "No key of the keyring has the label 'Nobody', which is in signed-by of [select].",
            ],
            [.. plan.Warnings]);
    }

    [Fact]
    public async Task PlanAsync_Queries_AskTheServerForEach()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        batch.FromSource = "query = [\"shop\", \"mail\"]";

        var plan = await batch.PlanAsync();

        Assert.Equal(["shop", "mail"], batch.Queries.Take(2));
        Assert.Equal((2, 2), (plan.Apps, plan.LeftOut[LeftOut.Repeated]));
    }

    [Fact]
    public async Task PlanAsync_NamedBindlesOfATeam_TakesThemAloneAndListsNothing()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 9));
        batch.FromSource = "bindles = [\"app00007/1.0.0\", \"app00002/1.0.0\"]\nteam = \"web\"";

        await batch.PlanAsync();
        await batch.RunAsync();

        Assert.Equal(["app00007/1.0.0", "app00002/1.0.0"], batch.Apps().Select(app => app.App.Title));
        Assert.Equal(["web/app00002", "web/app00007"], batch.Registry.Repositories.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("1KiB", PlanClass.Invalid)]
    [InlineData("2KiB", PlanClass.Migrate)]
    public async Task PlanAsync_LargestParcel_IsAsLargeAsTheFileSays(string size, PlanClass expected)
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 1) { FileBytes = 2_000 });
        batch.Extra = $"[select]\nmax-parcel-size = \"{size}\"";

        await batch.PlanAsync();

        Assert.Equal(expected, Assert.Single(batch.Apps()).App.Class);
    }

    [Fact]
    public async Task PlanAsync_BasesWithoutSlash_AreMendedByTheFieldThatTheFindingNames()
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2)
        {
            Change = (number, app) => number == 2 ? app with { Base = "api" } : app,
        });
        var refused = await batch.PlanAsync();
        var finding = Assert.Single(batch.Apps()[1].App.Findings, finding => finding.Code == "BM3320");

        batch.Target += "\nfix-base = true";
        await batch.PlanAsync();
        await batch.RunAsync();

        Assert.Equal((1, 1), (refused.Classes[PlanClass.Migrate], refused.Classes[PlanClass.Invalid]));
        Assert.Contains("'fix-base = true' below [target]", finding.Message, StringComparison.Ordinal);
        Assert.Equal("Done 2", batch.States());
    }

    [Theory]
    [InlineData("fail", "Refused 1, Done 1", false)]
    [InlineData("skip", "Skipped 1, Done 1", false)]
    [InlineData("overwrite", "Done 2", true)]
    public async Task RunAsync_TagOfAnother_IsTreatedAsTheBatchFileSays(string conflict, string states, bool isMoved)
    {
        await using var batch = await SampleBatch.StartAsync(new SampleStore(apps: 2));
        var other = batch.Registry.AddManifest(
            "team/app00001", "1.0.0", MediaTypes.ImageManifest, Encoding.UTF8.GetBytes(Other));
        batch.Extra = $"[policy]\nconflict = \"{conflict}\"";

        var plan = await batch.PlanAsync();
        await batch.RunAsync();

        Assert.Equal((1, 1), (plan.Classes[PlanClass.Conflict], plan.Classes[PlanClass.Migrate]));
        Assert.Equal(states.Split(", ").Order(), batch.States().Split(", ").Order());
        Assert.Equal(isMoved, batch.Registry.Repository("team/app00001").Tags["1.0.0"] != other);
    }

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
        _mallory.Dispose();
    }

    private static string Classes(SampleBatch batch) =>
        string.Join(", ", batch.Apps().Select(app => $"{app.App.Number} {app.App.Class}"));

    // Signed by Alice, by Bob, by one whom the keyring does not know, and by nobody.
    private async Task<SampleBatch> SignedAsync()
    {
        BindleSigner?[] signers = [_alice, _bob, _mallory, null];
        var batch = await SampleBatch.StartAsync(new SampleStore(apps: 4)
        {
            Sign = (number, invoice) => signers[number - 1]?.Sign(invoice) ?? invoice,
        });
        await File.WriteAllTextAsync(
            Path.Combine(batch.Folder, "keyring.toml"),
            $"version='1.0'\n{_alice.EntryToml(SignatureRole.Creator)}{_bob.EntryToml(SignatureRole.Creator)}");
        return batch;
    }
}
