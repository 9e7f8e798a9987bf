using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Memory;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Pipeline;

/// <summary>A Spin application and the bindle that goes along with it.</summary>
public sealed class SpinMigrationTests : IAsyncDisposable
{
    private const string Manifest = "application/vnd.fermyon.spin+toml";
    private readonly WatchedTarget _target = new(new MemoryTarget());

    [Theory]
    [InlineData(Profile.Universal)]
    [InlineData(Profile.Spin2)]
    [InlineData(Profile.Spin1)]
    public async Task RunAsync_SpinApp_WritesManifestThenReferrerThenTag(Profile profile)
    {
        var (outcome, _) = await RunAsync(profile);

        Assert.Equal(JobStatus.Done, outcome.Status);
        string[] last =
            [$"manifest {Hex(outcome.Manifest)}", $"manifest {Hex(outcome.Referrer)}", "tag 1.2.0_q0a1b2c3"];
        Assert.Equal(last, _target.Writes.TakeLast(3));
        Assert.All(_target.Writes.SkipLast(3), write => Assert.StartsWith("blob", write, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Profile.Universal)]
    [InlineData(Profile.Spin2)]
    [InlineData(Profile.Spin1)]
    public async Task RunAsync_Again_ReadsTheSpinManifestAndSmallParcelsAlone(Profile profile)
    {
        await RunAsync(profile);
        _target.Writes.Clear();

        var (outcome, read) = await RunAsync(profile);

        Assert.Equal(JobStatus.AlreadyThere, outcome.Status);
        Assert.Empty(_target.Writes);
        Assert.All(read, label => Assert.True(label.MediaType == Manifest || label.Size <= 128, label.Name));
    }

    [Fact]
    public async Task RunAsync_ReferrerCannotBeWritten_LeavesTheTagUnset()
    {
        var manifests = 0;
        _target.BeforeWrite = line =>
            line.StartsWith("manifest", StringComparison.Ordinal) && Interlocked.Increment(ref manifests) == 2
                ? throw new TargetException("memory", "No room.", new IOException("full"))
                : Task.CompletedTask;

        var (outcome, _) = await RunAsync(Profile.Universal);

        Assert.Equal(JobStatus.Temporary, outcome.Status);
        Assert.Null(await _target.ResolveOrNullAsync("1.2.0_q0a1b2c3", CancellationToken.None));
    }

    public ValueTask DisposeAsync() => _target.DisposeAsync();

    private static string Hex(Descriptor? descriptor) => descriptor!.Digest.Hex;

    private async Task<(MigrationOutcome Outcome, List<Label> Read)> RunAsync(Profile profile)
    {
        var petstore = RepositoryRoot.Combine("testdata", "petstore");
        var source = new WatchedSource(
            await BindleSources.OpenAsync(petstore, new BindleSourceOptions(), CancellationToken.None));
        var package = await source.OpenAsync(null, CancellationToken.None);
        var labels = package.Invoice!.Parcels.Select(parcel => parcel.Label);
        var request = new MigrationRequest
        {
            OpenSource = _ => Task.FromResult<IBindleSource>(source),
            Target = MigrationTarget.Of(_target),
            Conversion = new ConversionOptions { Profile = profile },
        };
        var outcome = await new MigrationPipeline(TimeProvider.System, NoObserver.Instance)
            .RunAsync(request, CancellationToken.None);
        return (outcome, [.. labels.Where(label => source.Opened.Contains(label.Sha256))]);
    }
}
