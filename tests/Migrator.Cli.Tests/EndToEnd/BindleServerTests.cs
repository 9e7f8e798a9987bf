using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Cli.Tests.Registries;
using Migrator.Testing;
using Migrator.Testing.BindleServer;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>The commands against a live Bindle server.</summary>
public sealed class BindleServerTests : PetstoreOnAServer
{
    [Theory]
    [InlineData("universal")]
    [InlineData("bindle")]
    public async Task Migrate_FromAServer_GivesTheArtifactThatTheDiskGives(string profile)
    {
        await using var server = await StartAsync();
        var ofDisk = await CliRun.OfAsync("migrate", Petstore, Layout("disk"), "--profile", profile);

        var ofServer = await CliRun.OfAsync(
            "migrate", Id, Layout("server"), "--bindle-server", server.Url, "--profile", profile);
        var verified = await CliRun.OfAsync("verify", Id, Layout("server"), "--bindle-server", server.Url);

        Assert.True(ofServer.ExitCode == ExitCode.Done, ofServer.Error);
        Assert.Equal(ofDisk.Output, ofServer.Output);
        Assert.Equal(TempFolder.Fingerprint(Temp.Combine("disk")), TempFolder.Fingerprint(Temp.Combine("server")));
        Assert.True(verified.ExitCode == ExitCode.Done, verified.Error);
    }

    [Fact]
    public async Task Migrate_FromAServerToARegistry_NeedsNoTemporaryFile()
    {
        await using var server = await StartAsync();
        await using var host = await RegistryHost.StartAsync();

        var run = await CliRun.OfAsync(
            context => context with { TempFolder = Temp.Combine("nowhere") },
            CancellationToken.None,
            "migrate", Id, $"{host.Host}/shop:1.2.0", "--bindle-server", server.Url);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.False(Directory.Exists(Temp.Combine("nowhere")));
        Assert.Empty(host.IncompleteTags());
    }

    [SharedFact]
    public async Task Migrate_EveryBindleOfTheRealStore_GivesTheArtifactThatTheDiskGives()
    {
        var folder = SharedData.Combine("golden", "bindle-server", "stores", "file");
        await using var server = await BindleTestServer.StartAsync(new BindleServerSettings { Folder = folder });
        await using var disk = await BindleSources.OpenAsync(folder, new BindleSourceOptions(), default);
        var ids = await disk.ListAsync(default)
            .Where(entry => entry is { Id: not null, Yanked: false } && entry.Id.ToString().All(char.IsAscii))
            .Select(entry => entry.Id!.ToString()).ToListAsync();
        Assert.NotEmpty(ids);
        foreach (var (id, number) in ids.Select((id, number) => (id, number)))
        {
            string[] Command(string name, params string[] place) =>
                ["migrate", $"bindle:{id}", Layout($"{name}{number}"), "--profile", "bindle", "--lenient", .. place];

            var ofDisk = await CliRun.OfAsync(Command("disk", "--bindle-store", folder));
            var ofServer = await CliRun.OfAsync(Command("server", "--bindle-server", server.Url));

            // Where a parcel is missing, both say so and nothing is there.
            Assert.Equal((ofDisk.ExitCode, ofDisk.Output), (ofServer.ExitCode, ofServer.Output));
        }
    }

    [Fact]
    public async Task Inspect_WithAQuery_ListsWhatTheServerFinds()
    {
        await using var server = await StartAsync();

        var listed = await CliRun.OfAsync("inspect", "--bindle-server", server.Url, "--query", "pet");
        var nothing = await CliRun.OfAsync("inspect", "--bindle-server", server.Url, "--query", "zebra");

        Assert.True(listed.ExitCode == ExitCode.Done, listed.Error);
        Assert.Contains(Petshop.ToString(), listed.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Source, nothing.ExitCode);
        Assert.Contains("'zebra'", nothing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_TheServersFolder_ListsWhatTheServerLists()
    {
        await using var server = await StartAsync();

        var ofServer = await CliRun.OfAsync("inspect", "--bindle-server", server.Url);
        var ofStore = await CliRun.OfAsync("inspect", "--bindle-store", Temp.Combine("store"));

        Assert.True(ofStore.ExitCode == ExitCode.Done, ofStore.Error);
        Assert.Contains(Petshop.ToString(), ofStore.Output, StringComparison.Ordinal);
        Assert.Contains(Petshop.ToString(), ofServer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_LoginOfFermyonForThisServer_IsSentThereAndNowhereElse()
    {
        await using var server = await StartAsync();
        await using var other = await BindleTestServer.StartAsync(
            new BindleServerSettings { Folder = Temp.Combine("store") });
        Directory.CreateDirectory(Temp.Combine("settings", "fermyon"));
        await File.WriteAllTextAsync(
            Temp.Combine("settings", "fermyon", "config.json"),
            $$"""{"url": "{{server.Url}}", "token": "of-fermyon"}""");

        foreach (var url in (string[])[server.Url, other.Url])
        {
            var run = await CliRun.OfAsync(
                context => context with { SettingsFolder = Temp.Combine("settings") },
                CancellationToken.None,
                "inspect", Id, "--bindle-server", url);
            Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        }

        Assert.All(server.Requests, request => Assert.Equal("Bearer of-fermyon", request.Authorization));
        Assert.All(other.Requests, request => Assert.Null(request.Authorization));
    }

    [Theory]
    [InlineData("wrong", ExitCode.Credentials)]
    [InlineData(Password, ExitCode.Done)]
    public async Task Migrate_WithAPassword_EndsAsTheServerSays(string password, int expected)
    {
        await using var server = await StartAsync(
            settings => settings with { Users = new HashSet<string> { $"admin:{Password}" } });
        string[] command = ["migrate", Id, Layout("a"), "--bindle-server", server.Url, "--bindle-username", "admin"];

        var ofFlag = await CliRun.OfAsync([.. command, "--bindle-password", password]);
        var ofVariable = await CliRun.WithVariablesAsync(Variables(("BINDLE_PASSWORD", password)), command);

        foreach (var run in (CliRun[])[ofFlag, ofVariable])
        {
            Assert.True(run.ExitCode == expected, run.Error);
            AssertNoSecret(run, password, Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{password}")));
        }
    }

    [Fact]
    public async Task Migrate_EverythingInTheEnvironment_NeedsNoOption()
    {
        await using var server = await StartAsync(
            settings => settings with { Users = new HashSet<string> { $"admin:{Password}" } });
        var variables = Variables(
            ("BINDLE_URL", server.Url), ("BINDLE_USERNAME", "admin"), ("BINDLE_PASSWORD", Password));

        var run = await CliRun.WithVariablesAsync(variables, "migrate", Id, Layout("a"));

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.All(server.Requests, request =>
            Assert.StartsWith("Basic ", request.Authorization, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("plain-token", "plain-token")]
    [InlineData("issuer = \"x\"\nid_token = \"of-the-client\"\n", "of-the-client")]
    public async Task Inspect_WithATokenFile_SendsTheToken(string file, string expected)
    {
        await using var server = await StartAsync();
        File.WriteAllText(Temp.Combine("token"), file);

        var run = await CliRun.OfAsync(
            "inspect", Id, "--bindle-server", server.Url, "--bindle-token-file", Temp.Combine("token"));

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.All(server.Requests, request => Assert.Equal($"Bearer {expected}", request.Authorization));
    }

    [Theory]
    [InlineData("--bindle-username admin", "set BINDLE_PASSWORD")]
    [InlineData("--bindle-password hidden", "no --bindle-username")]
    [InlineData("--bindle-username a --bindle-password hidden --bindle-token-file x", "give one of them")]
    [InlineData("--bindle-token-file /nowhere/token", "/nowhere/token")]
    public async Task Inspect_HalfALogin_IsAMistakeOfUse(string options, string expected)
    {
        var run = await CliRun.OfAsync(
            ["inspect", "bindle:a/1.0.0", "--bindle-server", "http://127.0.0.1:9/v1", .. options.Split(' ')]);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        AssertNoSecret(run, "hidden");
    }

    [Fact]
    public async Task Migrate_YankedBindle_SaysWhatToDo()
    {
        await using var server = await StartAsync();
        var file = Temp.Combine("store", "invoices", Petshop.StorageKey, "invoice.toml");
        File.WriteAllText(file, "yanked = true\n" + File.ReadAllText(file));

        var refused = await CliRun.OfAsync("migrate", Id, Layout("a"), "--bindle-server", server.Url);
        var stillRefused = await CliRun.OfAsync(
            "migrate", Id, Layout("a"), "--bindle-server", server.Url, "--include-yanked");
        var ofStore = await CliRun.OfAsync(
            "migrate", Id, Layout("a"), "--bindle-store", Temp.Combine("store"), "--include-yanked");

        Assert.Equal((ExitCode.Source, ExitCode.Source, ExitCode.Done),
            (refused.ExitCode, stillRefused.ExitCode, ofStore.ExitCode));
        Assert.Contains("--bindle-store", stillRefused.Error, StringComparison.Ordinal);
    }
}
