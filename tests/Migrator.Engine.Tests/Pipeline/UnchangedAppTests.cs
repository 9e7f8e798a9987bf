using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.References;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Pipeline;

/// <summary>An app that is in a layout already: little is read, and not one file of the layout is touched.</summary>
public sealed class UnchangedAppTests : IDisposable
{
    private const string Manifest = "application/vnd.fermyon.spin+toml";
    private const int Small = 128;
    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData(Profile.Universal)]
    [InlineData(Profile.Spin2)]
    [InlineData(Profile.Spin1)]
    public Task RunAsync_PetstoreAgain_ReadsLittleAndTouchesNothing(Profile profile) =>
        AssertReadsLittleAsync(RepositoryRoot.Combine("testdata", "petstore"), profile);

    // Files of every size around the limit, the same bytes in two components, a module below the limit.
    [SharedTheory]
    [InlineData("made/files-overlap", Profile.Universal)]
    [InlineData("made/files-overlap", Profile.Spin2)]
    [InlineData("made/files-overlap", Profile.Spin1)]
    [InlineData("made/tiny-wasm", Profile.Universal)]
    [InlineData("made/big-module", Profile.Universal)]
    [InlineData("early/v0.2.0/made/files-two-components", Profile.Universal)]
    [InlineData("early/v0.2.0/made/files-two-components", Profile.Spin1)]
    public Task RunAsync_GoldenBindleAgain_ReadsLittleAndTouchesNothing(string app, Profile profile) =>
        AssertReadsLittleAsync(SharedData.Combine("golden", "spin", app, "bindle"), profile);

    public void Dispose() => _temp.Dispose();

    private async Task AssertReadsLittleAsync(string bindle, Profile profile)
    {
        var (first, _) = await RunAsync(bindle, profile);
        var before = await StampsAsync();

        var (second, read) = await RunAsync(bindle, profile);

        Assert.Equal((JobStatus.Done, JobStatus.AlreadyThere), (first.Status, second.Status));
        Assert.Equal(first.Manifest!.Digest, second.Manifest!.Digest);
        Assert.Equal(before, await StampsAsync());
        Assert.Contains(read, label => label.MediaType == Manifest);
        Assert.All(read, label => Assert.True(
            label.MediaType == Manifest || label.Size <= Small, $"{label.Name}, {label.Size} bytes, was read"));
    }

    private async Task<(MigrationOutcome Outcome, List<Label> Read)> RunAsync(string bindle, Profile profile)
    {
        await using var source = new WatchedSource(
            await BindleSources.OpenAsync(bindle, new BindleSourceOptions(), CancellationToken.None));
        var package = await source.OpenAsync(null, CancellationToken.None);
        var request = new MigrationRequest
        {
            OpenSource = _ => Task.FromResult<IBindleSource>(source),
            Target = MigrationTarget.At(TargetReference.Parse($"oci:{_temp.Combine("layout")}")),
            Conversion = new ConversionOptions { Profile = profile },
        };
        var outcome = await new MigrationPipeline(TimeProvider.System, NoObserver.Instance)
            .RunAsync(request, CancellationToken.None);
        var opened = source.Opened.ToHashSet(StringComparer.Ordinal);
        return (outcome, [.. package.Invoice!.Parcels.Select(parcel => parcel.Label).Where(
            label => opened.Contains(label.Sha256))]);
    }

    // Name, inode, size, and the times of the last change of content and of anything, to the nanosecond.
    private async Task<string> StampsAsync()
    {
        var found = await Tool.RunAsync("find", _temp.Combine("layout"), "-printf", "%P %i %s %T@ %C@\n");
        Assert.True(found.ExitCode == 0, found.Error);
        return string.Join('\n', found.Output.Split('\n').Order(StringComparer.Ordinal));
    }
}
