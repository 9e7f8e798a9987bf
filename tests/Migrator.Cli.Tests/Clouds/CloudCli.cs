using System.Text.Json.Nodes;
using Migrator.Cloud.Deployment;
using Migrator.StandIn;
using Migrator.StandIn.Edge;
using Migrator.StandIn.Http;
using Migrator.StandIn.Login;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>
/// The command line, logged in at a stand-in of the cloud, over sockets and with short waits. No run may say a token,
/// and none may ask or be answered otherwise than the document of the real API has it.
/// </summary>
internal sealed class CloudCli : IAsyncDisposable
{
    private const string Secret = "open-sesame";
    private readonly TempFolder _temp;

    private CloudCli(CloudStandIn standIn, TempFolder temp) => (StandIn, _temp) = (standIn, temp);

    public static string Petstore { get; } = RepositoryRoot.Combine("testdata", "petstore");

    public CloudStandIn StandIn { get; }

    /// <summary>The user's folder of settings.</summary>
    public string Settings => _temp.Path;

    /// <summary>The host that <c>--registry</c> names.</summary>
    public string Registry => StandIn.RegistryAddress.Authority;

    private string[] Needs =>
    [
        "--variable", $"api_token={Secret}",
        .. StandIn.Options.Era == CloudEra.Head
            ? ["--link", "kv:default=petstore-keys", "--link", "sqlite:default=petstore-data"]
            : (string[])[],
    ];

    public static async Task<CloudCli> StartAsync(
        CloudEra era = CloudEra.C37, Func<StandInOptions, StandInOptions>? change = null)
    {
        var options = new StandInOptions { Era = era, Failover = FailoverScript.Immediate };
        var cli = new CloudCli(
            await CloudStandIn.StartAsync(change?.Invoke(options) ?? options, TimeProvider.System), new TempFolder());
        await LoginFile.WriteAsync(cli.StandIn, cli.Settings);
        return cli;
    }

    /// <summary>Deploys, with what the petstore cannot do without.</summary>
    public Task<CliRun> DeployAsync(params string[] args) => DeployBareAsync([.. args, .. Needs]);

    /// <summary>Deploys with nothing but what is said.</summary>
    public Task<CliRun> DeployBareAsync(params string[] args) => RunAsync(DeployArguments(args));

    /// <summary>The command line that deploys the petstore.</summary>
    public string[] PetstoreArguments() => DeployArguments([Petstore, .. Needs]);

    public string[] DeployArguments(params string[] args) => ["migrate", .. args, "--deploy", "--registry", Registry];

    public Task<CliRun> RunAsync(params string[] args) => RunAsync(context => context, args);

    public Task<CliRun> RunAsync(Func<CliContext, CliContext> change, params string[] args) =>
        RunAsync(change, CancellationToken.None, args);

    /// <summary>Runs the command, and stops it as Ctrl-C does once a request was answered.</summary>
    public async Task<CliRun> StoppedAtAsync(Func<LoggedRequest, bool> isTheOne, params string[] args)
    {
        using var stop = new CancellationTokenSource();
        void StopAt(LoggedRequest request)
        {
            if (isTheOne(request))
            {
                stop.Cancel();
            }
        }

        StandIn.Requests.Answered += StopAt;
        try
        {
            return await RunAsync(context => context, stop.Token, args);
        }
        finally
        {
            StandIn.Requests.Answered -= StopAt;
        }
    }

    private async Task<CliRun> RunAsync(
        Func<CliContext, CliContext> change, CancellationToken stop, params string[] args)
    {
        var before = TokensInFiles();
        var run = await CliRun.OfAsync(
            context => change(context with { SettingsFolder = Settings, DeployPace = Hurry }), stop, args);
        Assert.All([Secret, .. before, .. TokensInFiles()], secret => RequireNoSecret(run, secret));
        Assert.Equal("", StandIn.Conformance.ToString());
        return run;
    }

    /// <summary>The petstore under another version, so that its artifact is another one.</summary>
    public string PetstoreOf(string version)
    {
        var folder = _temp.Combine("petstore-" + version);
        Directory.CreateDirectory(Path.Combine(folder, "parcels"));
        foreach (var parcel in Directory.GetFiles(Path.Combine(Petstore, "parcels")))
        {
            File.Copy(parcel, Path.Combine(folder, "parcels", Path.GetFileName(parcel)));
        }

        var invoice = File.ReadAllText(Path.Combine(Petstore, "invoice.toml"));
        File.WriteAllText(
            Path.Combine(folder, "invoice.toml"),
            invoice.Replace("1.2.0+q0a1b2c3", version, StringComparison.Ordinal));
        return folder;
    }

    public static void RequireNoSecret(CliRun run, string secret)
    {
        Assert.DoesNotContain(secret, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, run.Error, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await StandIn.DisposeAsync();
        _temp.Dispose();
    }

    // Tokens that were renewed in the meantime, too.
    private List<string> TokensInFiles() =>
    [
        .. from file in Directory.GetFiles(Path.Combine(Settings, "fermyon"), "*.json")
           let login = JsonNode.Parse(File.ReadAllText(file))!
           from name in (string[])["token", "refresh_token"]
           where login[name] is not null
           select (string)login[name]!,
    ];

    private static DeployerOptions Hurry(DeployerOptions options) => options with
    {
        Health = options.Health with
        {
            Interval = TimeSpan.FromMilliseconds(5),
            EarlySpan = TimeSpan.Zero,
            BaselineSamples = 2,
            SamplesInARow = 6,
            MaxSamplesInARow = 12,
            Span = TimeSpan.FromMilliseconds(30),
            Limit = TimeSpan.FromSeconds(2),
            ErrorSpan = TimeSpan.FromMilliseconds(200),
            ControlPlaneInterval = TimeSpan.FromMilliseconds(5),
        },
        FirstWait = TimeSpan.FromMilliseconds(5),
        FailoverWait = TimeSpan.FromMilliseconds(5),
        FailoverLooks = 1,
    };
}
