using Migrator.Cli.Tests.BadInput;
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
}
