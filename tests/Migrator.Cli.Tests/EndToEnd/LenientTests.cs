using Migrator.Cli.Tests.BadInput;
using Migrator.Engine.Journal;
using Migrator.Testing;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>Bindles that only <c>--lenient</c> takes go the whole way, there and back.</summary>
public sealed class LenientTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MigrateAndRestore_DigestsInUpperCase_ComesBack(bool filesToo)
    {
        var upper = SmallBindle.Sha.ToUpperInvariant();
        var source = SmallBindle.Write(_temp.Combine("in"), SmallBindle.Swap(SmallBindle.Sha, upper));
        if (filesToo)
        {
            File.Move(SmallBindle.DataPath(source, SmallBindle.Sha), SmallBindle.DataPath(source, upper));
        }

        var layout = $"oci:{_temp.Combine("layout")}";
        var migrated = await CliRun.OfAsync("migrate", source, layout, "--profile", "bindle", "--lenient");
        Assert.True(migrated.ExitCode == ExitCode.Done, migrated.Error);

        var restored = await CliRun.OfAsync("restore", layout, _temp.Combine("back"));

        Assert.True(restored.ExitCode == ExitCode.Done, restored.Error);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(source, "invoice.toml")),
            await File.ReadAllBytesAsync(_temp.Combine("back", "invoice.toml")));
        var again = await CliRun.OfAsync("verify", _temp.Combine("back"), "--lenient");
        Assert.True(again.ExitCode == ExitCode.Done, again.Error);
    }

    [Theory]
    [InlineData("", "Invalid 1")]
    [InlineData("lenient = true", "Migrate 1")]
    [InlineData("lenient = true\nmax-parcel-size = '1KiB'", "Migrate 1")]
    public async Task Batch_DigestsInUpperCase_AreTakenWhereTheFileSaysSo(string selection, string classes)
    {
        SmallBindle.Write(_temp.Combine("in"), SmallBindle.Swap(SmallBindle.Sha, SmallBindle.Sha.ToUpperInvariant()));
        await File.WriteAllTextAsync(_temp.Combine("batch.toml"), $"""
            version = 1
            [[source]]
            folder = 'in'
            [select]
            {selection}
            [target]
            template = 'oci:layout:{"{tag}"}'
            profile = 'bindle'

            """);

        var plan = await CliRun.OfAsync("batch", "plan", _temp.Combine("batch.toml"));
        var run = await CliRun.OfAsync("batch", "run", _temp.Combine("batch.db"));

        Assert.True(plan.ExitCode == ExitCode.Done, plan.Error);
        using var view = JournalView.Open(_temp.Combine("batch.db"));
        Assert.Equal(classes, string.Join(", ", view.Plan.Classes.Where(one => one.Value > 0).Select(
            one => $"{one.Key} {one.Value}")));
        Assert.Equal(classes == "Migrate 1" ? ExitCode.Done : ExitCode.Partly, run.ExitCode);
    }
}
