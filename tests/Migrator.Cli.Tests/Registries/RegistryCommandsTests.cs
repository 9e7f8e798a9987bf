using System.Text;
using System.Text.Json;
using Migrator.Cli.Tests.EndToEnd;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Registries;

/// <summary>Every command against Debian's registry, with the bindle of the README.</summary>
public sealed class RegistryCommandsTests(RegistryFixture registry) : IClassFixture<RegistryFixture>, IDisposable
{
    private const string Tag = "1.2.0_q0a1b2c3";
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");
    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData("universal")]
    [InlineData("spin2")]
    [InlineData("spin1")]
    [InlineData("bindle")]
    public async Task Commands_OfEveryProfile_GoThereAndBack(string profile)
    {
        var place = Place($"back/{profile}");

        var migrated = await CliRun.OfAsync("migrate", Petstore, place, "--profile", profile);
        var digest = migrated.Output.Trim();

        Assert.True(migrated.ExitCode == ExitCode.Done, migrated.Error);
        Assert.Equal($"{Tag}\n", (await CliRun.OfAsync("inspect", place)).Output);
        Assert.Contains(digest, (await CliRun.OfAsync("inspect", $"{place}:{Tag}")).Output, StringComparison.Ordinal);
        foreach (var form in new[] { place, $"{place}:{Tag}", $"{place}@{digest}", $"{place}:{Tag}@{digest}" })
        {
            var verified = await CliRun.OfAsync("verify", Petstore, form);
            Assert.True(verified.ExitCode == ExitCode.Done, verified.Error);
            await AssertComesBackAsync(form);
        }

        await AssertSkopeoReadsAsync(place, digest);
    }

    [Fact]
    public async Task Restore_ByTheDigestOfTheBindleThatGoesAlong_ComesBack()
    {
        var place = Place("along");
        var migrated = await CliRun.OfAsync("migrate", Petstore, place, "-o", "json");
        using var json = JsonDocument.Parse(migrated.Output);

        await AssertComesBackAsync($"{place}@{json.RootElement.GetProperty("referrer").GetProperty("digest")}");
    }

    [Fact]
    public async Task Migrate_Again_AsksOnceAndSendsNothing()
    {
        var place = Place("again");

        var first = await MigrateAsync(place);
        var second = await MigrateAsync(place);

        Assert.Equal("done", first.GetProperty("status").GetString());
        Assert.True(first.GetProperty("readBack").GetBoolean());
        Assert.Equal("already-there", second.GetProperty("status").GetString());
        Assert.Equal(1, second.GetProperty("registry").GetProperty("requests").GetInt32());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("readBack").ValueKind);
        Assert.Equal(Reference(place, first), second.GetProperty("reference").GetString());
    }

    [Fact]
    public async Task Migrate_WithoutReadingBack_CostsTwoRequestsLessAndSaysSo()
    {
        var place = Place("trusting");

        var whole = await MigrateAsync(Place("whole"), "--no-referrer");
        var trusting = await MigrateAsync(place, "--no-referrer", "--no-read-back");

        Assert.False(trusting.GetProperty("readBack").GetBoolean());
        Assert.Equal(RequestsOf(whole) - 2, RequestsOf(trusting));
        Assert.Contains("BM4013", trusting.GetProperty("findings").ToString(), StringComparison.Ordinal);
        var verified = await CliRun.OfAsync("verify", Petstore, place);
        Assert.True(verified.ExitCode == ExitCode.Done, verified.Error);

        static int RequestsOf(JsonElement json) => json.GetProperty("registry").GetProperty("requests").GetInt32();
    }

    /// <summary>Distribution 2.8 reads half-written files of its neighbours then.</summary>
    [Fact]
    public async Task Migrate_SameAppManyTimesAtOnce_EachIsDone()
    {
        var place = Place("crowd") + ":1";

        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => Task.Run(() => CliRun.OfAsync("migrate", Petstore, place, "--force"))));

        Assert.All(runs, run => Assert.True(run.ExitCode == ExitCode.Done, run.Error));
        Assert.Equal(runs[0].Output.Trim(), await RawDigestAsync(place));
        await AssertComesBackAsync(place);
    }

    [Fact]
    public async Task Json_Reference_IsWhatTheOtherCommandsTake()
    {
        var place = Place("reference");

        var reference = (await MigrateAsync(place)).GetProperty("reference").GetString()!;

        Assert.Equal(ExitCode.Done, (await CliRun.OfAsync("verify", Petstore, reference)).ExitCode);
        Assert.Equal(ExitCode.Done, (await CliRun.OfAsync("inspect", reference)).ExitCode);
        await AssertComesBackAsync(reference);
    }

    [Fact]
    public async Task Migrate_TagOfAnotherDigest_EndsAsOnConflictSays()
    {
        var place = Place("conflict") + ":live";
        var first = await CliRun.OfAsync("migrate", Petstore, place, "--profile", "spin1");
        string[] other = ["migrate", Petstore, place, "--profile", "spin2"];

        var refused = await CliRun.OfAsync(other);
        var skipped = await CliRun.OfAsync([.. other, "--on-conflict", "skip", "-o", "json"]);
        var still = await RawDigestAsync(place);
        var moved = await CliRun.OfAsync([.. other, "--on-conflict", "overwrite"]);

        Assert.Equal((ExitCode.Target, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("--on-conflict", refused.Error, StringComparison.Ordinal);
        Assert.Contains("\"status\": \"skipped\"", skipped.Output, StringComparison.Ordinal);
        Assert.Contains("\"reference\": null", skipped.Output, StringComparison.Ordinal);
        Assert.Equal(first.Output.Trim(), still);
        Assert.Equal(moved.Output.Trim(), await RawDigestAsync(place));
    }

    [Fact]
    public async Task Migrate_ReferrerWasLeftOut_IsToldAndForceAddsIt()
    {
        var place = Place("late");
        await CliRun.OfAsync("migrate", Petstore, place, "--no-referrer");

        var told = await CliRun.OfAsync("migrate", Petstore, place, "--verbose");
        var gone = await CliRun.OfAsync("restore", $"{place}:{Tag}", _temp.Combine("none"));
        var forced = await CliRun.OfAsync("migrate", Petstore, place, "--force");

        Assert.Contains("--force sends it", told.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Source, gone.ExitCode);
        Assert.True(forced.ExitCode == ExitCode.Done, forced.Error);
        await AssertComesBackAsync($"{place}:{Tag}");
    }

    [Fact]
    public async Task Verify_TagOfAnotherApp_ExitsWith10()
    {
        var place = Place("swapped") + ":1";
        await CliRun.OfAsync("migrate", Petstore, place);
        var other = Directory.CreateDirectory(_temp.Combine("other", "parcels")).Parent!.FullName;
        await File.WriteAllTextAsync(
            Path.Combine(other, "invoice.toml"),
            "bindleVersion = \"1.0.0\"\n[bindle]\nname = \"other\"\nversion = \"1.0.0\"\n");
        var swap = await CliRun.OfAsync(
            "migrate", other, place, "--profile", "bindle", "--on-conflict", "overwrite");

        var run = await CliRun.OfAsync("verify", Petstore, place);

        Assert.True(swap.ExitCode == ExitCode.Done, swap.Error);
        Assert.True(run.ExitCode == ExitCode.Mismatch, run.Error);
        Assert.StartsWith("failed petstore/1.2.0+q0a1b2c3", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_BlobWasDeleted_NamesItAndTheWayToMendIt()
    {
        var place = Place("deleted");
        await CliRun.OfAsync("migrate", Petstore, place);
        var parcel = Path.GetFileNameWithoutExtension(Directory.GetFiles(Path.Combine(Petstore, "parcels")).Max()!);
        using var http = new HttpClient();
        var deleted = await http.DeleteAsync(
            new Uri($"http://{registry.Host}/v2/commands/deleted/blobs/sha256:{parcel}"));

        var run = await CliRun.OfAsync("verify", Petstore, place);

        Assert.True(deleted.IsSuccessStatusCode, deleted.ToString());
        Assert.True(run.ExitCode == ExitCode.Mismatch, run.Error);
        Assert.Contains(parcel, run.Error, StringComparison.Ordinal);
        Assert.Contains("Migrate again with --force", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await CliRun.OfAsync("migrate", Petstore, place, "--force")).ExitCode);
        Assert.Equal(ExitCode.Done, (await CliRun.OfAsync("verify", Petstore, place)).ExitCode);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("inspect")]
    [InlineData("restore")]
    public async Task Read_WhatIsNotThere_ExitsWith3(string command)
    {
        var place = Place("nothing") + ":none";

        var run = await CliRun.OfAsync(command switch
        {
            "verify" => [command, Petstore, place],
            "restore" => [command, place, _temp.Combine("none")],
            _ => [command, place],
        });

        Assert.True(run.ExitCode == ExitCode.Source, run.Error);
        Assert.Contains("none", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_DryRun_SendsNothing()
    {
        var place = Place("dry");

        var run = await CliRun.OfAsync("migrate", Petstore, place, "--dry-run");
        var listed = await CliRun.OfAsync("inspect", place);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Equal(ExitCode.Source, listed.ExitCode);
        Assert.Contains("no tags", listed.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    private static string Reference(string place, JsonElement migrated) =>
        $"{place}:{Tag}@{migrated.GetProperty("manifest").GetProperty("digest")}";

    private string Place(string repository) => $"{registry.Host}/commands/{repository}";

    private static async Task<JsonElement> MigrateAsync(string place, params string[] more)
    {
        var run = await CliRun.OfAsync(["migrate", Petstore, place, "-o", "json", .. more]);
        Assert.True(run.ExitCode == ExitCode.Done, run.Output + run.Error);
        using var json = JsonDocument.Parse(run.Output);
        return json.RootElement.Clone();
    }

    private async Task AssertComesBackAsync(string reference)
    {
        var folder = _temp.Combine("back", Guid.NewGuid().ToString("n"));
        var run = await CliRun.OfAsync("restore", reference, folder);
        Assert.True(run.ExitCode == ExitCode.Done, $"{reference}: {run.Error}");
        Assert.Equal(TempFolder.Fingerprint(Petstore), TempFolder.Fingerprint(folder));
    }

    private static async Task AssertSkopeoReadsAsync(string place, string digest) =>
        Assert.Equal(digest, await RawDigestAsync($"{place}:{Tag}"));

    private static async Task<string> RawDigestAsync(string reference)
    {
        var raw = await Tool.RunAsync("skopeo", "inspect", "--raw", "--tls-verify=false", $"docker://{reference}");
        Assert.True(raw.ExitCode == 0, raw.Error);
        return Digest.Of(Encoding.UTF8.GetBytes(raw.Output)).ToString();
    }
}
