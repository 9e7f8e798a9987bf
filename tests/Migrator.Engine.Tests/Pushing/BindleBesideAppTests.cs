using Microsoft.Extensions.Time.Testing;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
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

/// <summary>The bindle beside its app: what a look at the tag does not tell of it, and what it may be like.</summary>
public sealed class BindleBesideAppTests : IDisposable
{
    private const string Tag = "1.0.0";
    private readonly TempFolder _temp = new();
    private readonly HttpMessageHandler _handler = RegistryHandlers.Create(new RegistryConnection());
    private readonly string _bindle;

    public BindleBesideAppTests() =>
        _bindle = _temp.CopyIn(RepositoryRoot.Combine("testdata", "petstore"), "petstore");

    /// <summary>An invoice that changes without its app changes the referrer alone: one look cannot see that.</summary>
    [Fact]
    public async Task RunAsync_InvoiceChangedSince_SaysWhatWasNotLookedAtAndForceSendsIt()
    {
        await using var host = await RegistryHost.StartAsync();
        using var client = Client();
        var first = await RunAsync(host, client);
        await File.AppendAllTextAsync(Path.Combine(_bindle, "invoice.toml"), "# signed since\n");

        var second = await RunAsync(host, client);
        Assert.Equal((JobStatus.AlreadyThere, first.Manifest!.Digest), (second.Status, second.Manifest!.Digest));
        Assert.Null(second.Referrer);
        var note = Assert.Single(second.Findings, finding => finding.Kind == PushFindings.BindleNotLookedAt);
        Assert.Contains("--force", note.Message, StringComparison.Ordinal);

        var third = await RunAsync(host, client, force: true);
        Assert.Equal(JobStatus.Done, third.Status);
        Assert.NotEqual(first.Referrer!.Digest, third.Referrer!.Digest);
        await using var target = client.OpenReadOnly(new RegistryReference(host.Host, "team/app"));
        var there = await target.ListReferrersAsync(
            third.Manifest!.Digest, third.Referrer.ArtifactType, CancellationToken.None).ToListAsync();
        Assert.Contains(there, referrer => referrer.Digest == third.Referrer.Digest);
    }

    [Fact]
    public async Task RunAsync_BindleHasMoreLayersThanTheRegistryTakes_IsRefusedBeforeAnythingIsSent()
    {
        await using var host = await RegistryHost.StartAsync();
        var artifact = await ConvertAsync();
        var layers = artifact.Manifest.Layers.Length;
        Assert.True(layers < artifact.Referrer!.Manifest.Layers.Length);
        using var client = Client(RegistryProfile.Generic with { MaxLayers = layers });

        foreach (var isDry in new[] { true, false })
        {
            var outcome = await RunAsync(host, client, isDry: isDry);
            Assert.Equal(JobStatus.TargetRefused, outcome.Status);
            var refusal = Assert.Single(outcome.Findings, finding => finding.IsError);
            Assert.Contains("whole bindle", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("--no-referrer", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, host.Requests.Count);
        Assert.Equal(JobStatus.Done, (await RunAsync(host, client, referrer: false)).Status);
    }

    public void Dispose()
    {
        _handler.Dispose();
        _temp.Dispose();
    }

    private async Task<Artifact> ConvertAsync()
    {
        await using var source = await OpenAsync(CancellationToken.None);
        var package = await source.OpenAsync(null, CancellationToken.None);
        var verified = await BindleVerifier.VerifyAsync(
            package, new VerificationPolicy(), CancellationToken.None);
        var outcome = await Converter.ConvertAsync(
            verified.Bindle!, new ConversionOptions { Profile = Profile.Spin2 }, CancellationToken.None);
        return outcome.Artifact!;
    }

    private Task<IBindleSource> OpenAsync(CancellationToken stop) =>
        BindleSources.OpenAsync(_bindle, new BindleSourceOptions { TempFolder = _temp.Path }, stop);

    private Task<MigrationOutcome> RunAsync(
        RegistryHost host, RegistryClient client, bool force = false, bool isDry = false, bool referrer = true) =>
        new MigrationPipeline(new FakeTimeProvider(), NoObserver.Instance).RunAsync(
            new MigrationRequest
            {
                OpenSource = OpenAsync,
                Target = MigrationTarget.At(new RegistryReference(host.Host, "team/app") { Tag = Tag }, client),
                Conversion = new ConversionOptions { Profile = Profile.Spin2, Referrer = referrer },
                Force = force,
                DryRun = isDry,
            },
            CancellationToken.None);

    private RegistryClient Client(RegistryProfile? profile = null) =>
        new(new RegistryOptions { Handler = _handler, Profile = profile });
}
