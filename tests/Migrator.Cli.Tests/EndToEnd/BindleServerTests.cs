using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Cli.Tests.Registries;
using Migrator.Testing;
using Migrator.Testing.BindleServer;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>The commands against a live Bindle server.</summary>
public sealed class BindleServerTests : IDisposable
{
    private const string Password = "open sesame";
    private static readonly TimeSpan SilenceLimit =
        new BindleServerOptions { Address = BindleServerAddress.Parse("http://localhost/v1") }.SilenceLimit;

    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");
    private readonly TempFolder _temp = new();
    private BindleId _id = null!;

    private string Id => $"bindle:{_id}";

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
        Assert.Equal(TempFolder.Fingerprint(_temp.Combine("disk")), TempFolder.Fingerprint(_temp.Combine("server")));
        Assert.True(verified.ExitCode == ExitCode.Done, verified.Error);
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
        Assert.Contains(_id.ToString(), listed.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Source, nothing.ExitCode);
        Assert.Contains("'zebra'", nothing.Error, StringComparison.Ordinal);
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
        File.WriteAllText(_temp.Combine("token"), file);

        var run = await CliRun.OfAsync(
            "inspect", Id, "--bindle-server", server.Url, "--bindle-token-file", _temp.Combine("token"));

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
    public async Task Migrate_ServerDoesNotAnswer_IsATemporaryFailure()
    {
        await using var server = await StartAsync(settings => settings with
        {
            Fault = async context =>
            {
                context.Response.StatusCode = 503;
                await context.Response.Body.WriteAsync("<html>busy</html>"u8.ToArray());
                return true;
            },
        });

        var clock = new HurryingClock(SilenceLimit);
        var run = await CliRun.OfAsync(
            context => context with { Clock = clock },
            CancellationToken.None,
            "migrate", Id, Layout("a"), "--bindle-server", server.Url, "--retries", "2", "--verbose");

        Assert.Equal(ExitCode.Temporary, run.ExitCode);
        Assert.Contains("503", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Migrate_ServerIsBusyOnce_WaitsAndComesThrough()
    {
        var isBusy = true;
        await using var server = await StartAsync(settings => settings with
        {
            Fault = context =>
            {
                (var was, isBusy) = (isBusy, false);
                context.Response.StatusCode = was ? 429 : 200;
                context.Response.Headers.RetryAfter = was ? "20" : default;
                return Task.FromResult(was);
            },
        });
        var clock = new HurryingClock(SilenceLimit);

        var run = await CliRun.OfAsync(
            context => context with { Clock = clock },
            CancellationToken.None,
            "migrate", Id, Layout("a"), "--bindle-server", server.Url);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Contains(", 20 s", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_ServerAsksForALongWait_SaysWhatIsAskedAndGranted()
    {
        await using var server = await StartAsync(settings => settings with
        {
            Fault = context =>
            {
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "900";
                return Task.FromResult(true);
            },
        });

        var run = await CliRun.OfAsync("migrate", Id, Layout("a"), "--bindle-server", server.Url);

        Assert.Equal(ExitCode.Temporary, run.ExitCode);
        var error = Assert.Single(
            run.Error.Split('\n'), line => line.Contains("answers 429", StringComparison.Ordinal));
        Assert.Contains("900 seconds", error, StringComparison.Ordinal);
        Assert.Contains("300 are granted (--retry-max-wait)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_ServerWithTls_IsTrustedByItsAuthorityOrNotChecked()
    {
        await using var server = await StartAsync();
        var authority = _temp.Combine("ca.pem");
        await File.WriteAllTextAsync(authority, server.Certificate.ExportCertificatePem());
        string[] command = ["inspect", Id, "--bindle-server", server.TlsUrl];

        var unknown = await CliRun.OfAsync(command);
        var trusted = await CliRun.OfAsync([.. command, "--bindle-ca-file", authority]);
        var passedOver = await CliRun.OfAsync([.. command, "--bindle-insecure"]);
        var missing = await CliRun.OfAsync([.. command, "--bindle-ca-file", _temp.Combine("none")]);

        Assert.Equal(ExitCode.Source, unknown.ExitCode);
        Assert.True(trusted.ExitCode == ExitCode.Done, trusted.Error);
        Assert.True(passedOver.ExitCode == ExitCode.Done, passedOver.Error);
        Assert.Equal(ExitCode.Usage, missing.ExitCode);
        Assert.Contains("--bindle-ca-file", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_ServerOfThisMachineAndAProxy_GoesWithoutTheProxy()
    {
        await using var server = await StartAsync();

        var run = await Tool.RunAsync(
            "bash",
            "-c",
            $"http_proxy=http://127.0.0.1:1 {CliProgram.InShell} inspect '{Id}' --bindle-server {server.Url}");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
    }

    [Fact]
    public async Task Migrate_ParcelsBreakOff_IsATemporaryFailureAndLeavesNothing()
    {
        await using var server = await StartAsync(settings => settings with
        {
            Fault = async context =>
            {
                if (!context.Request.Path.Value!.Contains('@', StringComparison.Ordinal))
                {
                    return false;
                }

                context.Response.ContentLength = 1 << 20;
                await context.Response.Body.WriteAsync("x"u8.ToArray());
                return true;
            },
        });

        var run = await CliRun.OfAsync(
            "migrate", Id, Layout("a"), "--bindle-server", server.Url, "--profile", "bindle");

        Assert.True(run.ExitCode == ExitCode.Temporary, run.Error);
        Assert.Contains("broke off", run.Error, StringComparison.Ordinal);
        var inspected = await CliRun.OfAsync("inspect", Layout("a"));
        Assert.DoesNotContain("sha256", inspected.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_SeveralParcelsMissing_NamesEachAndPushesNothing()
    {
        await using var server = await StartAsync();
        foreach (var folder in Directory.GetDirectories(_temp.Combine("store", "parcels")))
        {
            Directory.Delete(folder, recursive: true);
        }

        var run = await CliRun.OfAsync("migrate", Id, Layout("a"), "--bindle-server", server.Url);

        Assert.Equal(ExitCode.Source, run.ExitCode);
        Assert.Equal(Directory.GetFiles(Path.Combine(Petstore, "parcels")).Length, run.Error.Split("BM2301")
            .Length - 1);
        Assert.False(Directory.Exists(_temp.Combine("a")));
    }

    [Fact]
    public async Task Migrate_YankedBindle_SaysWhatToDo()
    {
        await using var server = await StartAsync();
        var file = _temp.Combine("store", "invoices", _id.StorageKey, "invoice.toml");
        File.WriteAllText(file, "yanked = true\n" + File.ReadAllText(file));

        var refused = await CliRun.OfAsync("migrate", Id, Layout("a"), "--bindle-server", server.Url);
        var stillRefused = await CliRun.OfAsync(
            "migrate", Id, Layout("a"), "--bindle-server", server.Url, "--include-yanked");
        var ofStore = await CliRun.OfAsync(
            "migrate", Id, Layout("a"), "--bindle-store", _temp.Combine("store"), "--include-yanked");

        Assert.Equal((ExitCode.Source, ExitCode.Source, ExitCode.Done),
            (refused.ExitCode, stillRefused.ExitCode, ofStore.ExitCode));
        Assert.Contains("--bindle-store", stillRefused.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    private static void AssertNoSecret(CliRun run, params string[] secrets)
    {
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, run.Output + run.Error, StringComparison.Ordinal);
        }
    }

    private static Func<string, string?> Variables(params (string Name, string Value)[] variables) =>
        name => variables.FirstOrDefault(variable => variable.Name == name).Value;

    private string Layout(string name) => $"oci:{_temp.Combine(name)}";

    // The store of a server that holds the bindle of the README.
    private Task<BindleTestServer> StartAsync(Func<BindleServerSettings, BindleServerSettings>? change = null)
    {
        var invoice = File.ReadAllBytes(Path.Combine(Petstore, "invoice.toml"));
        _id = InvoiceToml.Read(invoice, "invoice.toml").Invoice!.Id;
        var place = Directory.CreateDirectory(_temp.Combine("store", "invoices", _id.StorageKey)).FullName;
        File.WriteAllBytes(Path.Combine(place, "invoice.toml"), invoice);
        foreach (var parcel in Directory.GetFiles(Path.Combine(Petstore, "parcels")))
        {
            var folder = Directory.CreateDirectory(
                _temp.Combine("store", "parcels", Path.GetFileNameWithoutExtension(parcel))).FullName;
            File.Copy(parcel, Path.Combine(folder, "parcel.dat"));
        }

        var settings = new BindleServerSettings { Folder = _temp.Combine("store") };
        return BindleTestServer.StartAsync(change?.Invoke(settings) ?? settings);
    }
}
