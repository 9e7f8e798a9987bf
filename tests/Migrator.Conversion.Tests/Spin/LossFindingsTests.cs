using System.Reflection;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>What an artifact leaves behind or says differently: a row of spec/spin-oci.md 6 each.</summary>
public sealed class LossFindingsTests
{
    [Fact]
    public async Task ConvertAsync_ParcelsOfNoComponent_AreListed()
    {
        var outcome = await BindleBuilder.OneComponent().WithFile("LICENSE", "free").WithFile("x", "y", "group")
            .ConvertAsync();
        Assert.Contains("'LICENSE', 'x'", outcome.Remark(LossFindings.ParcelDropped).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_WithReferrer_LossesAreNotes()
    {
        var bindle = BindleBuilder.OneComponent().WithFile("LICENSE", "free");
        Assert.Equal(FindingLevel.Warning, (await bindle.ConvertAsync()).Remark(LossFindings.ParcelDropped).Level);
        var kept = await bindle.ConvertAsync(Spin1.Plain with { Referrer = true });
        Assert.Equal(FindingLevel.Note, kept.Remark(LossFindings.ParcelDropped).Level);
    }

    [Fact]
    public async Task ConvertAsync_Conditions_AreLeftBehindWithNames()
    {
        var outcome = await BindleBuilder.OneComponent()
            .With(
                invoice => invoice with { Groups = [new Group { Name = "g", Required = true, SatisfiedBy = "oneOf" }] })
            .With(BindleBuilder.Text("lib"), new Parcel
            {
                Label = Label("lib", "lib.txt"),
                Conditions = new Conditions { Requires = ["g"] },
            })
            .ConvertAsync();
        var message = outcome.Remark(LossFindings.ConditionsDropped).Message;
        Assert.Contains("'g'", message, StringComparison.Ordinal);
        Assert.Contains("'lib.txt'", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_AnnotationsFeaturesAndOrigin_AreLeftBehindWithNames()
    {
        var outcome = await BindleBuilder.OneComponent()
            .With(
                BindleBuilder.Text("a"),
                new Parcel { Label = Label("a", "a.txt") with { Annotations = TextMap.Empty.Add("k", "v") } })
            .With(BindleBuilder.Text("b"), new Parcel
            {
                Label = Label("b", "b.txt") is var label
                    ? label with { Features = label.Features.Add("wasm", TextMap.Empty.Add("type", "x")) }
                    : throw new InvalidOperationException(),
            })
            .With(BindleBuilder.Text("c"), new Parcel { Label = Label("c", "c.txt") with { Origin = "other/1.0.0" } })
            .ConvertAsync();
        Assert.Contains(
            "'a.txt', 'b.txt', 'c.txt'",
            outcome.Remark(LossFindings.LabelDetailsDropped).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_InvoiceAnnotations_AreNamedWithoutValues()
    {
        var outcome = await BindleBuilder.OneComponent()
            .With(invoice => invoice with { Annotations = TextMap.Empty.Add("team", "secret") })
            .ConvertAsync();
        var message = outcome.Remark(LossFindings.AnnotationsDropped).Message;
        Assert.Contains("'team'", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_MediaTypesOfFiles_AreLeftBehind()
    {
        var outcome = await BindleBuilder.OneComponent("files = 'f'").WithFile("a", "a", "f").ConvertAsync();
        Assert.Contains(
            "'text/plain'",
            outcome.Remark(LossFindings.MediaTypesDropped).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_Signatures_AreLeftBehind()
    {
        var signature = new InvoiceSignature
        {
            By = "Ada <ada@example.com>",
            Signature = Convert.ToBase64String(new byte[64]),
            Key = Convert.ToBase64String(new byte[32]),
            Role = SignatureRole.Creator,
            At = 1,
        };
        var outcome = await BindleBuilder.OneComponent().With(invoice => invoice with { Signatures = [signature] })
            .ConvertAsync();
        outcome.Remark(LossFindings.SignaturesDropped);
    }

    [Fact]
    public async Task ConvertAsync_Authors_AreLeftBehind()
    {
        var outcome = await BindleBuilder.OneComponent().With(invoice => invoice with { Authors = ["Ada"] })
            .ConvertAsync();
        outcome.Remark(LossFindings.AuthorsDropped);
        Assert.DoesNotContain("authors", await outcome.Artifact!.ConfigTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_YankedBindle_WarnsThatTheMarkIsLost()
    {
        var outcome = await BindleBuilder.OneComponent().With(invoice => invoice with { Yanked = true }).ConvertAsync();
        Assert.Equal(FindingLevel.Warning, outcome.Remark(LossFindings.YankMarkLost).Level);
    }

    [Fact]
    public async Task ConvertAsync_BuildMetadata_IsInTheFullVersionOnly()
    {
        var bindle = BindleBuilder.OneComponent().With(
            invoice => invoice with { Id = BindleId.Parse("shop/1.0.0-rc.1+q0") });
        var plain = await bindle.ConvertAsync();
        plain.Remark(LossFindings.BuildDropped);
        Assert.Contains(
            "\"version\":\"1.0.0-rc.1\"}",
            await plain.Artifact!.ConfigTextAsync(),
            StringComparison.Ordinal);
        var full = await bindle.ConvertAsync(Spin1.Full);
        Assert.False(full.Has(LossFindings.BuildDropped));
        Assert.Contains(
            "\"version\":\"1.0.0-rc.1+q0\"}",
            await full.Artifact!.ConfigTextAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_NameWithSlashes_KeepsSpinsBindleVersionAndSaysSo()
    {
        var bindle = BindleBuilder.OneComponent().With(
            invoice => invoice with { Id = BindleId.Parse("example.com/team/app/1.0.0") });
        var outcome = await bindle.ConvertAsync(Spin1.Full);
        Assert.Contains(
            "team/app/1.0.0",
            outcome.Remark(LossFindings.BindleVersionCut).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "\"bindle_version\":\"team/app/1.0.0\"",
            await outcome.Artifact!.ConfigTextAsync(),
            StringComparison.Ordinal);
        Assert.False((await bindle.ConvertAsync()).Has(LossFindings.BindleVersionCut));
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("")]
    public async Task ConvertAsync_BaseOtherThanRoot_IsKept(string text)
    {
        var outcome = await Base(text).ConvertAsync();
        outcome.Remark(LossFindings.BaseKept);
        Assert.Contains($"{{\"base\":\"{text}\",", await outcome.Artifact!.ConfigTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_BaseWithoutSlash_IsRefusedMendedOrKeptForExactBytes()
    {
        (await Base("api").ConvertAsync()).Refusal(BaseFindings.Relative);
        var mended = await Base("api").ConvertAsync(Spin1.Plain with { FixBase = true });
        mended.Remark(BaseFindings.Mended);
        Assert.Contains("{\"base\":\"/api\",", await mended.Artifact!.ConfigTextAsync(), StringComparison.Ordinal);
        var exact = await Base("api").ConvertAsync(Spin1.Full);
        exact.Remark(BaseFindings.Relative);
        Assert.Contains("{\"base\":\"api\",", await exact.Artifact!.ConfigTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_AllowedHosts_WarnsThatSpin2DeniesThem()
    {
        var calling = await BindleBuilder.OneComponent("allowedHttpHosts = ['api.example.com']").ConvertAsync();
        Assert.Equal(FindingLevel.Warning, calling.Remark(LossFindings.OutboundDenied).Level);
        Assert.DoesNotContain("outbound", await calling.Artifact!.ConfigTextAsync(), StringComparison.Ordinal);
        Assert.Equal(
            FindingLevel.Note,
            (await BindleBuilder.OneComponent().ConvertAsync()).Remark(LossFindings.OutboundDenied).Level);
    }

    [Fact]
    public async Task ConvertAsync_ReservedRoute_IsNamed() =>
        (await BindleBuilder.OneComponent(trigger: "route = '/.well-known/spin/health'").ConvertAsync()).Remark(
            RouteFindings.Reserved);

    [Fact]
    public async Task ConvertAsync_FilesOfOthers_AreNotedForSpin01Only()
    {
        var early = BindleBuilder.OneComponent("files = 'f'").WithFile("mine", "a", "f").WithFile("theirs", "b", "g");
        Assert.Equal(FindingLevel.Note, (await early.ConvertAsync()).Remark(LossFindings.EverythingMounted).Level);
        var later = BindleBuilder.OneComponent("files = 'f'\ndescription = ''").WithFile("mine", "a", "f").WithFile(
            "theirs",
            "b",
            "g");
        Assert.False((await later.ConvertAsync()).Has(LossFindings.EverythingMounted));
    }

    [Fact]
    public void FindingKinds_OfThisAssembly_HaveCodesOfTheirOwn()
    {
        var kinds = typeof(Converter).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.FieldType == typeof(FindingKind))
            .Select(field => (FindingKind)field.GetValue(null)!)
            .ToArray();
        Assert.NotEmpty(kinds);
        Assert.All(kinds, kind => Assert.Matches("^BM3[0-9]{3}$", kind.Code));
        Assert.Empty(kinds.GroupBy(kind => kind.Code).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    private static Label Label(string content, string name)
    {
        var bytes = BindleBuilder.Text(content);
        var sha256 = BindleBuilder.Sha256(bytes);
        return new Label { Sha256 = sha256, MediaType = "text/plain", Name = name, Size = bytes.Length };
    }

    private static BindleBuilder Base(string text) =>
        ManifestFindingsTests.Application($"type = 'http'\nbase = '{text}'", "route = '/x'");
}
