using System.Text.Json;
using System.Text.RegularExpressions;
using Migrator.Testing;
using Snapshooter.Xunit;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>The commands of the README on the bindle of the README.</summary>
public sealed partial class PetstoreTests : IDisposable
{
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");
    private readonly TempFolder _temp = new();

    private string Layout => $"oci:{_temp.Combine("layout")}";

    [Theory]
    [InlineData("universal")]
    [InlineData("spin2")]
    [InlineData("spin1")]
    [InlineData("bindle")]
    public async Task EveryProfile_GoesThereIsJudgedAndComesBack(string profile)
    {
        var migrated = await CliRun.OfAsync("migrate", Petstore, Layout, "--profile", profile);
        var verified = await CliRun.OfAsync("verify", Petstore, Layout);
        var restored = await CliRun.OfAsync("restore", $"{Layout}:1.2.0_q0a1b2c3", _temp.Combine("back"));

        Assert.True(migrated.ExitCode == ExitCode.Done, migrated.Error);
        Assert.Matches("^sha256:[0-9a-f]{64}\n$", migrated.Output);
        Assert.True(verified.ExitCode == ExitCode.Done, verified.Error);
        Assert.Contains(
            $"{profile} artifact {migrated.Output.Trim()} matches", verified.Output, StringComparison.Ordinal);
        Assert.True(restored.ExitCode == ExitCode.Done, restored.Error);
        Assert.Equal(TempFolder.Fingerprint(Petstore), TempFolder.Fingerprint(_temp.Combine("back")));
    }

    [Theory]
    [InlineData("oci:")]
    [InlineData("oci-archive:")]
    public async Task Migrate_Again_WritesNothing(string kind)
    {
        var target = kind + _temp.Combine("target");
        var first = await CliRun.OfAsync("migrate", Petstore, target);
        var before = _temp.Fingerprint();

        var second = await CliRun.OfAsync("migrate", Petstore, target);

        Assert.Equal(ExitCode.Done, second.ExitCode);
        Assert.Equal(first.Output, second.Output);
        Assert.Contains("nothing to do", second.Error, StringComparison.Ordinal);
        Assert.Equal(before, _temp.Fingerprint());
    }

    [Fact]
    public async Task Migrate_ReferrerIsMissing_IsAddedToTheSameArtifact()
    {
        var alone = await CliRun.OfAsync("migrate", Petstore, Layout, "--no-referrer");
        var refused = await CliRun.OfAsync("restore", $"{Layout}:1.2.0_q0a1b2c3", _temp.Combine("back"));

        var both = await CliRun.OfAsync("migrate", Petstore, Layout);
        var restored = await CliRun.OfAsync("restore", $"{Layout}@{both.Output.Trim()}", _temp.Combine("back"));

        Assert.Equal(alone.Output, both.Output);
        Assert.Equal(ExitCode.Source, refused.ExitCode);
        Assert.Contains("migrated petstore", both.Error, StringComparison.Ordinal);
        Assert.True(restored.ExitCode == ExitCode.Done, restored.Error);
    }

    [Fact]
    public async Task Migrate_BlobLostFromTheLayout_BringsItBack()
    {
        var whole = await CliRun.OfAsync("migrate", Petstore, Layout);
        var before = _temp.Fingerprint();
        File.Delete(Directory.EnumerateFiles(_temp.Combine("layout", "blobs", "sha256")).First(path => !path.EndsWith(
            whole.Output.Trim()["sha256:".Length..], StringComparison.Ordinal) && !IsManifest(path)));

        var run = await CliRun.OfAsync("migrate", Petstore, Layout);

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("1 blobs pushed", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, _temp.Fingerprint());
    }

    [Fact]
    public async Task Migrate_TagOfAnotherDigest_EndsAsOnConflictSays()
    {
        var first = await CliRun.OfAsync("migrate", Petstore, $"{Layout}:live", "--profile", "spin1");

        var refused = await CliRun.OfAsync("migrate", Petstore, $"{Layout}:live", "--profile", "spin2");
        var skipped = await CliRun.OfAsync(
            "migrate", Petstore, $"{Layout}:live", "--profile", "spin2", "--on-conflict", "skip");
        var kept = await CliRun.OfAsync(
            "migrate", Petstore, $"{Layout}:live", "--profile", "spin2", "--force", "--on-conflict", "fail");
        var moved = await CliRun.OfAsync(
            "migrate", Petstore, $"{Layout}:live", "--profile", "spin2", "--on-conflict", "overwrite");
        var forced = await CliRun.OfAsync("migrate", Petstore, $"{Layout}:live", "--profile", "spin1", "--force");

        Assert.Equal(ExitCode.Target, refused.ExitCode);
        Assert.Contains(first.Output.Trim(), refused.Error, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
        Assert.Equal((ExitCode.Done, ""), (skipped.ExitCode, skipped.Output));
        Assert.Contains("skipped", skipped.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Target, kept.ExitCode);
        Assert.Equal((ExitCode.Done, ExitCode.Done), (moved.ExitCode, forced.ExitCode));
        Assert.NotEqual(first.Output, moved.Output);
        Assert.Equal(first.Output, forced.Output);
    }

    [Fact]
    public async Task Migrate_DryRun_MakesNothing()
    {
        var run = await CliRun.OfAsync("migrate", Petstore, Layout, "--dry-run");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("nothing was written", run.Error, StringComparison.Ordinal);
        Assert.Equal("", _temp.Fingerprint());
    }

    [Fact]
    public async Task Migrate_TheFlagsOfSip008_AreTheArguments()
    {
        var arguments = await CliRun.OfAsync("migrate", Petstore, $"{Layout}:a");
        var flags = await CliRun.OfAsync("migrate", "--bindle", Petstore, "--oci", $"{Layout}:b");
        var mixed = await CliRun.OfAsync("migrate", "--bindle", Petstore, $"{Layout}:c");

        Assert.Equal(arguments.Output, flags.Output);
        Assert.Equal(arguments.Output, mixed.Output);
    }

    [Fact]
    public async Task Migrate_Quiet_SaysTheDigestAlone()
    {
        var run = await CliRun.OfAsync("migrate", Petstore, Layout, "--quiet");

        Assert.Empty(run.Error);
        Assert.StartsWith("sha256:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_Stopped_ExitsWith130AndMakesNothing()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        var run = await CliRun.OfAsync(stopped.Token, "migrate", Petstore, Layout);

        Assert.Equal(ExitCode.Cancelled, run.ExitCode);
        Assert.Equal("", _temp.Fingerprint());
    }

    [Fact]
    public async Task Migrate_TargetIsAFolderOfOtherThings_IsRefused()
    {
        Directory.CreateDirectory(_temp.Combine("layout"));
        await File.WriteAllTextAsync(_temp.Combine("layout", "diary.txt"), "dear diary");
        var before = _temp.Fingerprint();

        var run = await CliRun.OfAsync("migrate", Petstore, Layout);

        Assert.Equal(ExitCode.Target, run.ExitCode);
        Assert.Equal(before, _temp.Fingerprint());
    }

    [Fact]
    public async Task Verify_ArtifactIsNotThere_ExitsWith3AsEveryReaderDoes()
    {
        var nowhere = await CliRun.OfAsync("verify", Petstore, Layout);
        await CliRun.OfAsync("migrate", Petstore, $"{Layout}:other");

        var otherTag = await CliRun.OfAsync("verify", Petstore, Layout);

        Assert.Equal(ExitCode.Source, nowhere.ExitCode);
        Assert.Equal(ExitCode.Source, otherTag.ExitCode);
    }

    private static readonly string Wagi = RepositoryRoot.Combine("testdata", "wagi", "HIPPOFACTS");

    [Fact]
    public async Task Json_OfEveryCommand_IsTheSnapshot()
    {
        string[] results =
        [
            (await CliRun.OfAsync("inspect", Petstore, "-o", "json")).Output,
            (await CliRun.OfAsync("migrate", Petstore, Layout, "-o", "json")).Output,
            (await CliRun.OfAsync("inspect", Layout, "-o", "json")).Output,
            (await CliRun.OfAsync("inspect", $"{Layout}:1.2.0_q0a1b2c3", "-o", "json")).Output,
            (await CliRun.OfAsync("verify", Petstore, Layout, "-o", "json")).Output,
            (await CliRun.OfAsync("restore", Layout, _temp.Combine("back"), "-o", "json")).Output,
            (await CliRun.OfAsync("inspect", Wagi, "-o", "json")).Output,
            (await CliRun.OfAsync("migrate", Petstore, "--output=json", "--profile", "spin9")).Output,
        ];

        Assert.All(results, result => JsonDocument.Parse(result).Dispose());
        Snapshot.Match(Scrub(string.Concat(results)), "PetstoreTests.json");
    }

    [Fact]
    public async Task Inspect_Text_IsTheSnapshot()
    {
        await CliRun.OfAsync("migrate", Petstore, Layout);

        var bindle = await CliRun.OfAsync("inspect", Petstore);
        var tags = await CliRun.OfAsync("inspect", Layout);
        var artifact = await CliRun.OfAsync("inspect", $"{Layout}:1.2.0_q0a1b2c3");

        Snapshot.Match(Scrub(bindle.Output + tags.Output + artifact.Output), "PetstoreTests.inspect");
    }

    public void Dispose() => _temp.Dispose();

    private string Scrub(string text) => Milliseconds().Replace(
        text.Replace(_temp.Path, "TEMP", StringComparison.Ordinal).Replace(
            RepositoryRoot.Path, "ROOT", StringComparison.Ordinal),
        "\"milliseconds\": 0");

    private static bool IsManifest(string path) =>
        File.ReadAllText(path).Contains("schemaVersion", StringComparison.Ordinal);

    [GeneratedRegex("\"milliseconds\": [0-9]+")]
    private static partial Regex Milliseconds();
}
