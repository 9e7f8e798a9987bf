using Migrator.Testing;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>Damaged parcels end in one exit code, whichever parcel, damage and command.</summary>
public sealed class DamagedParcelTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public static TheoryData<string, string> Damages
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var parcel in ParcelNames())
            {
                data.Add(parcel, "other bytes");
                data.Add(parcel, "shorter");
                data.Add(parcel, "longer");
            }

            return data;
        }
    }

    private static string Petstore { get; } = RepositoryRoot.Combine("testdata", "petstore");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task EveryCommand_DamagedParcel_ExitsWith10(string parcel, string damage)
    {
        var folder = _temp.CopyIn(Petstore, "bindle");
        var layout = $"oci:{_temp.Combine("layout")}";
        var migrated = await CliRun.OfAsync("migrate", folder, layout);
        Assert.True(migrated.ExitCode == ExitCode.Done, migrated.Error);
        Spoil(Path.Combine(folder, "parcels", parcel), damage);

        foreach (var profile in new[] { "universal", "spin2", "spin1", "bindle" })
        {
            await AssertMismatchAsync("migrate", folder, $"oci:{_temp.Combine("to", profile)}", "--profile", profile);
        }

        await AssertMismatchAsync("verify", folder);
        await AssertMismatchAsync("verify", folder, layout);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Restore_DamagedBlob_ExitsWith10(string parcel, string damage)
    {
        var layout = _temp.Combine("layout");
        var migrated = await CliRun.OfAsync("migrate", Petstore, $"oci:{layout}", "--profile", "bindle");
        Assert.True(migrated.ExitCode == ExitCode.Done, migrated.Error);
        var blob = Path.Combine(layout, "blobs", "sha256", Path.GetFileNameWithoutExtension(parcel));
        Spoil(blob, damage);

        await AssertMismatchAsync("restore", $"oci:{layout}", _temp.Combine("back"));
        await AssertMismatchAsync("verify", Petstore, $"oci:{layout}");
    }

    private static IEnumerable<string> ParcelNames() => Directory
        .EnumerateFiles(Path.Combine(RepositoryRoot.Combine("testdata", "petstore"), "parcels"))
        .Where(file => new FileInfo(file).Length > 0)
        .Select(file => Path.GetFileName(file))
        .Order(StringComparer.Ordinal);

    private static void Spoil(string path, string damage)
    {
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, damage switch
        {
            "shorter" => bytes[..^1],
            "longer" => [.. bytes, 0],
            _ => [.. bytes.Select(value => (byte)(value ^ 1))],
        });
    }

    private static async Task AssertMismatchAsync(params string[] command)
    {
        var run = await CliRun.OfAsync(command);

        Assert.True(run.ExitCode == ExitCode.Mismatch, $"{string.Join(' ', command)}: {run.ExitCode}\n{run.Error}");
    }
}
