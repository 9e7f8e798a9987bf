using Migrator.Bindle.Sources;
using Migrator.Engine.Batch;
using Migrator.Engine.Tests.Fakes;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Hosting;

/// <summary>The library in a host, without the command line.</summary>
public sealed class BindleMigrationServicesTests
{
    [Fact]
    public async Task SampleProgram_TwoApps_BringsThemIntoALayout()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "batch.toml");
        var layout = Path.Combine(folder.Path, "layout");
        await File.WriteAllTextAsync(file, $"""
            version = 1
            [[source]]
            server = "http://samples.test/v1/"
            [target]
            template = "oci:{layout}:{"{tag}"}"
            [limits]
            apps = 1

            """);
        var places = BatchPlaces.Of(folder.Path, registries: null) with
        {
            OpenServer = (_, _, _) => Task.FromResult<IBindleSource>(new SampleStore(1)),
        };

        var said = await SampleProgram.RunAsync(
            file, places, Path.Combine(folder.Path, "batch.db"), CancellationToken.None);

        Assert.EndsWith("app00001/1.0.0: Done\nFinished, 0 open", said);
        Assert.True(File.Exists(Path.Combine(layout, "index.json")));
    }
}
