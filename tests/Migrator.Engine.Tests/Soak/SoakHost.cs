using System.Globalization;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Resilience;
using Migrator.Engine.Tests.FaultMatrix;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.Auth;
using Migrator.Oci.Model;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.Soak;

/// <summary>A registry where things go wrong by chance, and a client that pushes random bindles to it.</summary>
internal sealed class SoakHost : IAsyncDisposable
{
    private readonly Random _random;
    private readonly int _seed;
    private readonly RegistryHost _host;
    private readonly HttpMessageHandler _handler;
    private readonly RegistryClient _client;

    private SoakHost(RegistryHost host, int seed)
    {
        (_host, _seed, _random) = (host, seed, new Random(seed));
        // Half of the clients ask again behind the handlers that the command line has, half do not.
        var sockets = RegistryHandlers.Create(new RegistryConnection { IdleTimeout = TimeSpan.FromSeconds(10) });
        _handler = seed % 4 < 2
            ? sockets
            : ResilientHandler.Create(sockets, new ResilienceOptions(), new SkippingClock());
        _client = new RegistryClient(new RegistryOptions
        {
            Handler = _handler,
            Profile = ProfileOf(host.Personality),
            Credentials = new StaticCredentials(
                host.Host,
                RegistryCredential.Of(RegistryProcessOptions.UserName, RegistryProcessOptions.UserPassword)),
            UploadHosts = [host.StorageHost],
        });
    }

    public static async Task<SoakHost> StartAsync(RegistryPersonality personality, int seed)
    {
        // Where nothing makes repositories by a push, the same registry with them made in advance.
        var played = personality with { CreatesRepositories = true };
        return new SoakHost(
            await RegistryHost.StartAsync(new RegistryHostOptions
            {
                Personality = played,
                Tokens = seed % 2 == 0 ? new RegistryTokens() : null,
                Password = seed % 2 == 1,
            }),
            seed);
    }

    /// <summary>
    /// Pushes one bindle, some of whose parcels the registry may have, and checks what is left behind.
    /// </summary>
    public async Task<JobStatus> PushAsync()
    {
        var repository = $"team/app{_random.Next(3)}";
        var tag = "t" + _random.Next(4).ToString(CultureInfo.InvariantCulture);
        var before = Content(repository, tag);
        _host.Faults.Clear();
        _host.Faults.Randomly(_random.Next(), 0.12, SoakFaults.For(_random));
        if (_random.Next(4) == 0)
        {
            // A blob that was taken and lost. Of a tag nobody could tell: it is read back by digest.
            _host.Faults.On(RequestKind.UploadPut, Fault.SaysCreated(), nth: _random.Next(1, 5));
        }

        var outcome = await RunAsync(repository, tag);
        _host.Faults.Clear();
        Check(outcome, before, Content(repository, tag));
        await CheckReferrerAsync(outcome, repository);
        _host.Requests.Clear();
        return outcome.Status;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _handler.Dispose();
        await _host.DisposeAsync();
    }

    private async Task<MigrationOutcome> RunAsync(string repository, string tag)
    {
        // A third is an app with its whole bindle, so that referrers and what stands in for their list are met too.
        var isApp = _random.Next(3) == 0;
        var bindle = RandomBindle();
        var place = new RegistryReference(_host.Host, repository) { Tag = tag };
        try
        {
            return await new MigrationPipeline(TimeProvider.System, NoObserver.Instance).RunAsync(
                new MigrationRequest
                {
                    OpenSource = isApp ? OpenAppAsync : bindle.OpenSourceAsync,
                    Target = MigrationTarget.At(place, _client),
                    Conversion = new ConversionOptions { Profile = isApp ? Profile.Universal : Profile.Bindle },
                    Parallelism = _random.Next(1, 5),
                    Force = true,
                    ReadsBack = _random.Next(2) == 0,
                },
                CancellationToken.None);
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"Seed {_seed} at {_host.Personality}:\n{_host.Requests}", fault);
        }
    }

    private MemoryBindle RandomBindle()
    {
        var bindle = new MemoryBindle
        {
            Id = BindleId.Parse($"example.com/shop/1.{_random.Next(100)}.{_random.Next(100)}"),
        };
        var parcels = _random.Next(1, 6);
        for (var parcel = 0; parcel < parcels; parcel++)
        {
            // Few seeds, so that parcels come again; now and then one that goes in chunks after two cuts.
            var length = _random.Next(4) == 0 ? 300_000 : _random.Next(1, 400);
            bindle.With($"p{parcel}", new string((char)('a' + _random.Next(20)), length) + parcel);
        }

        return bindle;
    }

    private void Check(MigrationOutcome outcome, string? before, string? after)
    {
        var facts = $"Seed {_seed} at {_host.Personality}, {outcome.Status}:\n"
            + $"{string.Join('\n', outcome.Findings)}\n{_host.Requests}";
        Assert.True(!_host.IncompleteTags().Any(), facts);
        var made = outcome.Manifest?.Digest.ToString();
        var isDone = outcome.Status is JobStatus.Done or JobStatus.AlreadyThere;

        // An answer that was lost may have been the one to the tag: it then points to the whole artifact.
        Assert.True(after == made || (!isDone && after == before), facts);
        var said = string.Join('\n', outcome.Findings);
        Assert.All(
            RegistryProcessOptions.Secrets, secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));
    }

    // What was said to be done can be restored: the bindle is listed with the app.
    private async Task CheckReferrerAsync(MigrationOutcome outcome, string repository)
    {
        if (outcome is not { Status: JobStatus.Done, Manifest: { } manifest, Referrer: { } referrer })
        {
            return;
        }

        await using var target = _client.OpenReadOnly(new RegistryReference(_host.Host, repository));
        var listed = new List<Digest>();
        await foreach (var found in target.ListReferrersAsync(manifest.Digest, artifactType: null, default))
        {
            listed.Add(found.Digest);
        }

        Assert.True(
            listed.Contains(referrer.Digest),
            $"Seed {_seed} at {_host.Personality}: {referrer.Digest} is not listed.\n{_host.Requests}");
    }

    private static Task<IBindleSource> OpenAppAsync(CancellationToken stop) => BindleSources.OpenAsync(
        RepositoryRoot.Combine("testdata", "petstore"), new BindleSourceOptions(), stop);

    private string? Content(string repository, string tag) =>
        _host.Repository(repository).Tags.GetValueOrDefault(tag);

    private static RegistryProfile ProfileOf(RegistryPersonality personality) =>
        RegistryProfile.All.FirstOrDefault(
            profile => Plain(profile.Name) == Plain(personality.Name)) ?? RegistryProfile.Generic;

    private static string Plain(string name) =>
        name.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal)
            .ToUpperInvariant();
}
