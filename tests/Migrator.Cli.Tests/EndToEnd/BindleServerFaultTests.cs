using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Cli.Tests.Registries;
using Migrator.Testing;
using Migrator.Testing.BindleServer;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>The commands against a Bindle server that is away, busy or broken, or lacks what it lists.</summary>
public sealed class BindleServerFaultTests : PetstoreOnAServer
{
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

        var clock = new HurryingClock();
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
        var clock = new HurryingClock();

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
        var authority = Temp.Combine("ca.pem");
        await File.WriteAllTextAsync(authority, server.Certificate.ExportCertificatePem());
        string[] command = ["inspect", Id, "--bindle-server", server.TlsUrl];

        var unknown = await CliRun.OfAsync(command);
        var trusted = await CliRun.OfAsync([.. command, "--bindle-ca-file", authority]);
        var passedOver = await CliRun.OfAsync([.. command, "--bindle-insecure"]);
        var missing = await CliRun.OfAsync([.. command, "--bindle-ca-file", Temp.Combine("none")]);

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
        foreach (var folder in Directory.GetDirectories(Temp.Combine("store", "parcels")))
        {
            Directory.Delete(folder, recursive: true);
        }

        var run = await CliRun.OfAsync("migrate", Id, Layout("a"), "--bindle-server", server.Url);

        Assert.Equal(ExitCode.Source, run.ExitCode);
        Assert.Equal(Directory.GetFiles(Path.Combine(Petstore, "parcels")).Length, run.Error.Split("BM2301")
            .Length - 1);
        Assert.False(Directory.Exists(Temp.Combine("a")));
    }
}
