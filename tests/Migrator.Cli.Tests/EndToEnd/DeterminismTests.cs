using System.Formats.Tar;
using System.IO.Compression;
using Migrator.Bindle.Invoices;
using Migrator.Testing;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>
/// One bindle, one digest: whatever form it lies in, in whatever order its files came to the disk, wherever it runs.
/// </summary>
public sealed class DeterminismTests : IDisposable
{
    private static readonly string[] Profiles = ["universal", "spin2", "spin1", "bindle"];
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");

    private readonly TempFolder _temp = new();
    private int _number;

    [Fact]
    public Task Migrate_PetstoreInEveryForm_GivesOneDigest() =>
        AssertOneDigestAsync(Petstore, "petstore/1.2.0+q0a1b2c3");

    [SharedTheory]
    [InlineData("made/files-500", "files-500/1.0.0+q0f46df8")]
    [InlineData("made/files-names", "files-names/1.0.0")]
    [InlineData("made/base-api", "base-api/1.0.0")]
    [InlineData("early/v0.2.0/made/files-two-components", "files-two/0.3.1")]
    public Task Migrate_GoldenBindleInEveryForm_GivesOneDigest(string app, string id) =>
        AssertOneDigestAsync(SharedData.Combine("golden", "spin", app, "bindle"), id);

    [Theory]
    [InlineData("TZ=Pacific/Kiritimati LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8")]
    [InlineData("TZ=America/St_Johns LC_ALL=C LANG=C")]
    [InlineData("TZ= LC_ALL=ar_SA.UTF-8 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0")]
    [InlineData("DOTNET_PROCESSOR_COUNT=1 DOTNET_gcServer=0 CI=true")]
    public async Task Migrate_InAnotherTimeZoneAndCulture_GivesTheSameLayout(string environment)
    {
        var layout = _temp.Combine("here");
        foreach (var profile in Profiles)
        {
            await DigestOfAsync(Petstore, $"oci:{layout}:{profile}", profile);
        }

        var there = _temp.Combine("there");
        string[] lines = [.. Profiles.Select(profile =>
            $"env {environment} {CliProgram.InShell} migrate '{Petstore}' 'oci:{there}:{profile}' "
            + $"--profile {profile}")];
        var run = await Tool.RunAsync("sh", "-c", string.Join(" && ", lines));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(TempFolder.Fingerprint(layout), TempFolder.Fingerprint(there));
    }

    public void Dispose() => _temp.Dispose();

    private async Task AssertOneDigestAsync(string bindle, string id)
    {
        string[] forms =
        [
            bindle, Copied(bindle, backwards: false), Copied(bindle, backwards: true), Packed(bindle, id),
            Stored(bindle, id), await RestoredAsync(bindle),
        ];
        foreach (var profile in Profiles)
        {
            var digests = new List<string>();
            foreach (var form in forms)
            {
                digests.Add(await DigestOfAsync(form, $"oci:{New()}", profile));
            }

            Assert.All(digests, digest => Assert.Equal(digests[0], digest));
        }
    }

    private static async Task<string> DigestOfAsync(string source, string target, string profile)
    {
        var run = await CliRun.OfAsync("migrate", source, target, "--profile", profile);
        Assert.True(run.ExitCode == ExitCode.Done, $"{source}: {run.Error}");
        return run.Output.Trim();
    }

    private string New() => _temp.Combine($"{_number++}");

    // Many file systems list names in the order in which they were made.
    private string Copied(string bindle, bool backwards)
    {
        var copy = New();
        var files = Files(bindle);
        Directory.CreateDirectory(Path.Combine(copy, "parcels"));
        foreach (var file in backwards ? files.Reverse() : files)
        {
            File.WriteAllBytes(Path.Combine(copy, file), File.ReadAllBytes(Path.Combine(bindle, file)));
        }

        return copy;
    }

    private string Packed(string bindle, string id)
    {
        var path = New() + ".tar.gz";
        var key = BindleId.Parse(id).StorageKey;
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        foreach (var file in Files(bindle).Reverse())
        {
            tar.WriteEntry(Path.Combine(bindle, file), $"{key}/{file}");
        }

        return path;
    }

    private string Stored(string bindle, string id)
    {
        var store = New();
        var invoice = Directory.CreateDirectory(Path.Combine(store, "invoices", BindleId.Parse(id).StorageKey));
        File.Copy(Path.Combine(bindle, "invoice.toml"), Path.Combine(invoice.FullName, "invoice.toml"));
        foreach (var file in Files(bindle).Where(file => file.StartsWith("parcels", StringComparison.Ordinal)))
        {
            var sha = Path.GetFileNameWithoutExtension(file);
            var parcel = Directory.CreateDirectory(Path.Combine(store, "parcels", sha)).FullName;
            File.Copy(Path.Combine(bindle, file), Path.Combine(parcel, "parcel.dat"));
        }

        return store;
    }

    private async Task<string> RestoredAsync(string bindle)
    {
        var (layout, restored) = ($"oci:{New()}:bindle", New());
        await DigestOfAsync(bindle, layout, "bindle");
        var run = await CliRun.OfAsync("restore", layout, restored);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        return restored;
    }

    private static string[] Files(string bindle) =>
    [
        .. Directory.GetFiles(bindle, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(bindle, path))
            .Order(StringComparer.Ordinal),
    ];
}
