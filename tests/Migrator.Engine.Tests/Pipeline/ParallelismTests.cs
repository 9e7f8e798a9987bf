using Migrator.Bindle.Sources;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Oci.References;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Pipeline;

/// <summary>How many blobs go at once changes nothing of what comes of it.</summary>
public sealed class ParallelismTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public static TheoryData<string> Golden =>
        ["made/files-500", "made/files-same-bytes", "made/files-clash", "made/components-60", "made/redis-plain"];

    [Fact]
    public Task RunAsync_PetstoreOneOrMany_GivesTheSameLayout() =>
        AssertSameAsync(RepositoryRoot.Combine("testdata", "petstore"));

    [SharedTheory]
    [MemberData(nameof(Golden))]
    public Task RunAsync_GoldenBindleOneOrMany_GivesTheSameLayout(string app) =>
        AssertSameAsync(SharedData.Combine("golden", "spin", app, "bindle"));

    public void Dispose() => _temp.Dispose();

    private async Task AssertSameAsync(string bindle)
    {
        foreach (var profile in Enum.GetValues<Profile>())
        {
            var one = await RunAsync(bindle, profile, parallelism: 1);
            var many = await RunAsync(bindle, profile, parallelism: 64);

            Assert.Equal(one.Manifest!.Digest, many.Manifest!.Digest);
            Assert.Equal(one.Referrer?.Digest, many.Referrer?.Digest);
            Assert.Equal(
                TempFolder.Fingerprint(_temp.Combine($"{profile}-1")),
                TempFolder.Fingerprint(_temp.Combine($"{profile}-64")));
        }
    }

    private async Task<MigrationOutcome> RunAsync(string bindle, Profile profile, int parallelism)
    {
        var layout = _temp.Combine($"{profile}-{parallelism}");
        var request = new MigrationRequest
        {
            OpenSource = stop => BindleSources.OpenAsync(bindle, new BindleSourceOptions(), stop),
            Target = MigrationTarget.At(TargetReference.Parse($"oci:{layout}")),
            Conversion = new ConversionOptions { Profile = profile },
            Parallelism = parallelism,
        };
        var outcome = await new MigrationPipeline(TimeProvider.System, NoObserver.Instance)
            .RunAsync(request, CancellationToken.None);
        Assert.True(outcome.Status == JobStatus.Done, string.Join('\n', outcome.Findings));
        return outcome;
    }
}
