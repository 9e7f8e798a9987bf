using System.CommandLine;
using Migrator.Cli.Clouds;
using Migrator.Cli.Help;
using Migrator.Cli.Output;
using Migrator.Cli.Output.Clouds;
using Migrator.Cli.Registries;
using Migrator.Cloud.Api;
using Migrator.Cloud.Login;

namespace Migrator.Cli.Commands.Clouds;

/// <summary><c>bindle2oci login</c>.</summary>
internal sealed class LoginCommand(CliContext context)
{
    private readonly Option<bool> _tokenStdin = new("--token-stdin")
    {
        Description = "Read a personal token from standard input (default: SPIN_AUTH_TOKEN, or a code in a browser).",
    };

    private readonly Option<bool> _insecure = new("--insecure")
    {
        Description = "Take any TLS certificate of this cloud, from now on.",
    };

    private readonly Option<bool> _status = new("--status")
    {
        Description = "Only tell of the login there is; no token is shown.",
    };

    private readonly CloudFlags _cloudFlags = new();
    private readonly OutputOptions _outputOptions = new();

    public Command Create()
    {
        var command = new CliCommand("login", "Logs in to Fermyon Cloud, for this tool and for Spin's plugin alike.")
        {
            _tokenStdin, _insecure, _status,
        };
        _cloudFlags.AddTo(command);
        _outputOptions.AddTo(command);
        command.Examples =
        [
            "bindle2oci login",
            "bindle2oci login --token-stdin < token.txt",
            "bindle2oci login --status --output json",
        ];
        command.SetAction(RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var report = _outputOptions.ReportFor(parsed, context);
        return CloudGuard.RunAsync(report, "login", async () =>
        {
            var environment = _cloudFlags.EnvironmentOf(parsed, context);
            var store = CloudLogins.StoreOf(context);
            if (!parsed.GetValue(_status))
            {
                store.Write(
                    environment, await LogInAsync(parsed, report, cancellationToken).ConfigureAwait(false));
            }

            return LoginReport.Write(
                report,
                store.ReadOrNull(environment) is { } login
                    ? LoginStatus.Of(environment, login, context.Clock.GetUtcNow())
                    : throw new LoginException("There is no login. Log in: bindle2oci login."));
        });
    }

    private async Task<CloudLogin> LogInAsync(ParseResult parsed, Report report, CancellationToken cancellationToken)
    {
        var url = _cloudFlags.UrlOf(parsed, context);
        var isInsecure = parsed.GetValue(_insecure);
        using var handler = CloudSession.Handler(CloudHandlers.Create(isInsecure));
        if (TokenOrNull(parsed) is { } token)
        {
            return await TokenLogin.RunAsync(url, token, handler, isInsecure, cancellationToken).ConfigureAwait(false);
        }

        using var cloud = new CloudClient(new CloudOptions { Url = url, Handler = handler });
        return await new DeviceLogin(cloud, context.Clock).RunAsync(
            code => report.Step($"Enter the code {code.UserCode} at {code.VerificationUrl}"),
            isInsecure,
            cancellationToken).ConfigureAwait(false);
    }

    private string? TokenOrNull(ParseResult parsed) => parsed.GetValue(_tokenStdin)
        ? PipedSecret.Read(context, "--token-stdin", "token")
        : context.Variable("SPIN_AUTH_TOKEN") is { Length: > 0 } token ? token : null;
}
