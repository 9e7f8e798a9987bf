using Microsoft.Extensions.Time.Testing;
using Migrator.Bindle.Sources;
using Migrator.Conversion;
using Migrator.Conversion.Faithful;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Pushing;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.Auth;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.Pushing;

/// <summary>What a whole job costs a registry, and what it leaves there.</summary>
public sealed class RegistryJobTests : IDisposable
{
    private const string Tag = "1.2.0_b1";
    private readonly HttpMessageHandler _handler = RegistryHandlers.Create(new RegistryConnection());
    private readonly MemoryBindle _source =
        new MemoryBindle().With("a.txt", "first").With("b.txt", "second").With("c.txt", "third");

    [Fact]
    public async Task RunAsync_NewBindle_CostsTwoRequestsABlobAndFourMore()
    {
        await using var host = await RegistryHost.StartAsync();
        using var client = Client();
        var outcome = await RunAsync(host, client, _source.OpenSourceAsync, Profile.Bindle);
        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.Equal(4, outcome.Counts.BlobsPushed);
        Assert.Equal(
            "ManifestGet 1, ManifestHead 1, ManifestPut 2, UploadPost 4, UploadPut 4", Summary(host));
        Assert.Equal([Tag], host.Repository("team/app").Tags.Keys);
    }

    /// <summary>
    /// The bindle beside its app costs two requests for each blob that the app has not, one PUT, and where the registry
    /// lists no referrers a GET and a PUT of the tag that stands in for the list.
    /// </summary>
    [Theory]
    [InlineData("zot", false, "ManifestGet 1, ManifestHead 1, ManifestPut 3, UploadPost 9, UploadPut 9")]
    [InlineData("distribution-3", false, "ManifestGet 2, ManifestHead 1, ManifestPut 4, UploadPost 9, UploadPut 9")]
    [InlineData("zot", true, "ManifestGet 1, ManifestHead 2, ManifestPut 3, Token 1, UploadPost 9, UploadPut 9")]
    public async Task RunAsync_AppAndItsBindle_CostNoBlobTwice(string personality, bool hasTokens, string requests)
    {
        await using var host = await RegistryHost.StartAsync(new RegistryHostOptions
        {
            Personality = RegistryPersonalities.Named(personality),
            Tokens = hasTokens ? new RegistryTokens() : null,
        });
        using var client = Client(credentials: new StaticCredentials(host.Host, RegistryCredential.Of(
            RegistryProcessOptions.UserName, RegistryProcessOptions.UserPassword)));
        var outcome = await RunAsync(host, client, OpenPetstoreAsync, Profile.Universal);
        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.Equal(requests, Summary(host));

        host.Requests.Clear();
        Assert.Equal(
            JobStatus.AlreadyThere, (await RunAsync(host, client, OpenPetstoreAsync, Profile.Universal)).Status);
        Assert.Equal("ManifestHead 1", Summary(host));
    }

    [Fact]
    public async Task RunAsync_UnchangedBindle_CostsOneHead()
    {
        await using var host = await RegistryHost.StartAsync();
        using var client = Client();
        var first = await RunAsync(host, client, _source.OpenSourceAsync, Profile.Bindle);
        host.Requests.Clear();
        using var other = Client();
        var second = await RunAsync(host, other, _source.OpenSourceAsync, Profile.Bindle);
        Assert.Equal(JobStatus.AlreadyThere, second.Status);
        Assert.Equal(new PushCounts(0, 4, 0, first.Counts.BytesPushed), second.Counts);
        Assert.Equal("ManifestHead 1", Summary(host));
        Assert.Single(second.Findings, finding => finding.Kind == PushFindings.TakenOnTrust);
    }

    [Fact]
    public async Task RunAsync_PushOnlyRegistry_IsNotReadBackAndSaysSo()
    {
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.FermyonCloud);
        using var client = Client(RegistryProfile.FermyonCloud);
        var outcome = await RunAsync(host, client, _source.OpenSourceAsync, Profile.Bindle);
        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.Single(outcome.Findings, finding => finding.Kind == PushFindings.NotReadBack);
        Assert.Equal("ManifestHead 1, ManifestPut 2, UploadPost 4, UploadPut 4", Summary(host));
    }

    [Fact]
    public async Task RunAsync_MoreLayersThanTheRegistryTakes_IsRefusedBeforeAnythingIsSent()
    {
        await using var host = await RegistryHost.StartAsync();
        using var client = Client(RegistryProfile.Generic with { MaxLayers = 2 });
        var outcome = await RunAsync(host, client, _source.OpenSourceAsync, Profile.Bindle);
        Assert.Equal(JobStatus.TargetRefused, outcome.Status);
        Assert.Equal(0, host.Requests.Count);
    }

    [Fact]
    public async Task RunAsync_DamagedParcel_MovesNoTagAndLeavesNoUpload()
    {
        await using var host = await RegistryHost.StartAsync();
        using var client = Client();
        _source.Damage("b.txt");
        var outcome = await RunAsync(host, client, _source.OpenSourceAsync, Profile.Bindle);
        Assert.Equal(JobStatus.Mismatch, outcome.Status);
        Assert.Empty(host.Repository("team/app").Tags);
        Assert.Equal(0, host.OpenSessions);
    }

    [SharedTheory]
    [InlineData("distribution-2.8")]
    [InlineData("zot")]
    public async Task RunAsync_EveryGoldenBindle_ComesBackFromTheRegistryBitForBit(string personality)
    {
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.Named(personality));
        using var client = Client();
        var same = 0;
        var invoices = Directory.GetFiles(
            SharedData.Combine("golden", "spin"), "invoice.toml", SearchOption.AllDirectories);
        foreach (var (number, invoice) in invoices.Index())
        {
            var folder = Path.GetDirectoryName(invoice)!;
            SourceOpener open = stop => BindleSources.OpenAsync(folder, new BindleSourceOptions(), stop);
            var repository = $"golden/app{number}";
            var outcome = await RunAsync(host, client, open, Profile.Universal, repository);
            same += outcome.Status == JobStatus.Done
                && await IsSameAsync(open, host, client, repository, outcome.Tag!) ? 1 : 0;
        }

        Assert.True(same >= 200, $"Only {same} of {invoices.Length} golden bindles came back.");
    }

    public void Dispose() => _handler.Dispose();

    private static Task<IBindleSource> OpenPetstoreAsync(CancellationToken stop) => BindleSources.OpenAsync(
        RepositoryRoot.Combine("testdata", "petstore"), new BindleSourceOptions(), stop);

    private static async Task<bool> IsSameAsync(
        SourceOpener open, RegistryHost host, RegistryClient client, string repository, string tag)
    {
        await using var source = await open(CancellationToken.None);
        var expected = await source.OpenAsync(null, CancellationToken.None);
        await using var target = client.OpenReadOnly(new RegistryReference(host.Host, repository));
        var actual = await new OciBindleSource(target).OpenByReferenceAsync(tag, CancellationToken.None);
        Assert.Equal(expected.InvoiceBytes.ToArray(), actual.InvoiceBytes.ToArray());
        foreach (var sha256 in expected.Invoice!.Parcels.Select(parcel => parcel.Label.Sha256).Distinct())
        {
            Assert.Equal(await ReadAsync(expected, sha256), await ReadAsync(actual, sha256));
        }

        return true;
    }

    private static async Task<byte[]> ReadAsync(BindlePackage package, string sha256)
    {
        await using var content = await package.OpenParcelAsync(sha256, CancellationToken.None);
        using var buffer = new MemoryStream();
        await content.CopyToAsync(buffer);
        return buffer.ToArray();
    }

    private static Task<MigrationOutcome> RunAsync(
        RegistryHost host, RegistryClient client, SourceOpener open, Profile profile, string repository = "team/app") =>
        new MigrationPipeline(new FakeTimeProvider(), NoObserver.Instance).RunAsync(
            new MigrationRequest
            {
                OpenSource = open,
                Target = MigrationTarget.At(new RegistryReference(host.Host, repository), client),
                Conversion = new ConversionOptions { Profile = profile },
            },
            CancellationToken.None);

    private static string Summary(RegistryHost host) => string.Join(", ", host.Requests.All
        .GroupBy(request => request.Kind.ToString(), StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => $"{group.Key} {group.Count()}"));

    private RegistryClient Client(RegistryProfile? profile = null, ICredentialProvider? credentials = null) =>
        new(new RegistryOptions { Handler = _handler, Profile = profile, Credentials = credentials });
}
