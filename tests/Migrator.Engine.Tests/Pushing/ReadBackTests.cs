using Microsoft.Extensions.Time.Testing;
using Migrator.Bindle.Sources;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Pushing;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.Pushing;

/// <summary>A job that trusts what a target answers to writing: what it costs, and what it still finds.</summary>
public sealed class ReadBackTests : IDisposable
{
    private readonly HttpMessageHandler _handler = RegistryHandlers.Create(new RegistryConnection());
    private readonly MemoryBindle _source = new MemoryBindle().With("a.txt", "first").With("b.txt", "second");

    public void Dispose() => _handler.Dispose();

    [Fact]
    public async Task RunAsync_ArtifactAlone_IsWrittenOnceByItsTag()
    {
        await using var host = await RegistryHost.StartAsync();

        var outcome = await RunAsync(host, Of(_source.OpenSourceAsync, Profile.Bindle));

        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.Equal("ManifestHead 1, ManifestPut 1, UploadPost 3, UploadPut 3", Summary(host));
        Assert.Equal(outcome.Manifest!.Digest.ToString(), host.Repository("team/app").Tags[outcome.Tag!]);
        var told = Assert.Single(outcome.Findings, finding => finding.Kind == PushFindings.NotReadBackAsAsked);
        Assert.Contains(outcome.Manifest.Digest.ToString(), told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_WithItsBindle_IsWrittenByDigestFirst()
    {
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.Zot);

        var outcome = await RunAsync(host, Of(OpenPetstoreAsync, Profile.Universal));

        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.Equal("ManifestHead 1, ManifestPut 3, UploadPost 9, UploadPut 9", Summary(host));
    }

    [Fact]
    public async Task RunAsync_TagOfAnother_IsStillRefused()
    {
        await using var host = await RegistryHost.StartAsync();
        await RunAsync(host, Of(_source.OpenSourceAsync, Profile.Bindle));
        var other = new MemoryBindle().With("a.txt", "another");

        var outcome = await RunAsync(host, Of(other.OpenSourceAsync, Profile.Bindle));

        Assert.Equal(JobStatus.TargetRefused, outcome.Status);
        Assert.Single(outcome.Findings, finding => finding.Kind == PushFindings.TagTaken);
    }

    [Fact]
    public async Task RunAsync_RegistryWroteAnotherDigest_Fails()
    {
        await using var host = await RegistryHost.StartAsync();
        host.Faults.On(RequestKind.ManifestPut, Fault.WrongDigest());

        var outcome = await RunAsync(host, Of(_source.OpenSourceAsync, Profile.Bindle));

        Assert.Single(outcome.Findings, finding => finding.Kind == PushFindings.ReadBackDiffers);
        Assert.NotEqual(JobStatus.Done, outcome.Status);
    }

    [Fact]
    public async Task RunAsync_PushOnlyRegistry_SaysThatNobodyCanRead()
    {
        await using var host = await RegistryHost.StartAsync(RegistryPersonalities.FermyonCloud);

        var outcome = await RunAsync(
            host, Of(_source.OpenSourceAsync, Profile.Bindle), RegistryProfile.FermyonCloud);

        Assert.Equal(JobStatus.Done, outcome.Status);
        Assert.Single(outcome.Findings, finding => finding.Kind == PushFindings.NotReadBack);
        Assert.DoesNotContain(outcome.Findings, finding => finding.Kind == PushFindings.NotReadBackAsAsked);
    }

    [Fact]
    public async Task RunAsync_DryRun_WritesNothing()
    {
        await using var host = await RegistryHost.StartAsync();

        var outcome = await RunAsync(host, Of(_source.OpenSourceAsync, Profile.Bindle) with { DryRun = true });

        Assert.Equal(JobStatus.Planned, outcome.Status);
        Assert.Empty(host.Repository("team/app").Tags);
        Assert.Equal(0, host.Requests.CountOf(RequestKind.ManifestPut));
    }

    private static Task<IBindleSource> OpenPetstoreAsync(CancellationToken stop) => BindleSources.OpenAsync(
        RepositoryRoot.Combine("testdata", "petstore"), new BindleSourceOptions(), stop);

    private static MigrationRequest Of(SourceOpener open, Profile profile) => new()
    {
        OpenSource = open,
        Target = MigrationTarget.At(new LayoutReference("unused"), registries: null),
        Conversion = new ConversionOptions { Profile = profile },
        ReadsBack = false,
    };

    private static string Summary(RegistryHost host) => string.Join(", ", host.Requests.All
        .GroupBy(request => request.Kind.ToString(), StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => $"{group.Key} {group.Count()}"));

    private async Task<MigrationOutcome> RunAsync(
        RegistryHost host, MigrationRequest request, RegistryProfile? profile = null)
    {
        using var client = new RegistryClient(new RegistryOptions { Handler = _handler, Profile = profile });
        var target = MigrationTarget.At(new RegistryReference(host.Host, "team/app"), client);
        return await new MigrationPipeline(new FakeTimeProvider(), NoObserver.Instance)
            .RunAsync(request with { Target = target }, CancellationToken.None);
    }
}
