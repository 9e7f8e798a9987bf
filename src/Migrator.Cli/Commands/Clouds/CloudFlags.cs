using System.CommandLine;
using Migrator.Cli.Clouds;
using Migrator.Cli.Help;
using Migrator.Cloud.Api;

namespace Migrator.Cli.Commands.Clouds;

/// <summary>The options on which cloud is meant, and with which login.</summary>
internal sealed class CloudFlags
{
    private readonly Option<string?> _url = new("--cloud-url")
    {
        Description = "The cloud's address; a login for another one is refused (default: the login's).",
        HelpName = "URL",
    };

    private readonly Option<string?> _environment = new("--environment")
    {
        Description = "Which login, by its name (default: FERMYON_DEPLOYMENT_ENVIRONMENT, or the one without a name).",
        HelpName = "NAME",
    };

    public CloudFlags() => _url.Validators.Add(result =>
    {
        var text = result.Tokens[0].Value;
        if (CloudUrl.ParseOrNull(text) is null)
        {
            result.AddError($"'{text}' is not the address of a cloud; {CloudUrl.Expected}.");
        }
    });

    public IEnumerable<Option> All => [_url, _environment];

    public void AddTo(CliCommand command) => command.Add("Fermyon Cloud", All);

    /// <summary>The way to the cloud.</summary>
    /// <exception cref="Cloud.Login.LoginException">There is no login that will do.</exception>
    public CloudSession SessionFor(ParseResult parsed, CliContext context, CloudPacing pacing) =>
        CloudSession.Open(context, EnvironmentOf(parsed, context), UrlOrNull(parsed), pacing);

    /// <summary>The login's name; null for the one without a name.</summary>
    public string? EnvironmentOf(ParseResult parsed, CliContext context) =>
        parsed.GetValue(_environment) ?? EnvironmentOf(context);

    /// <summary>The login's name as the environment says; null for the one without a name.</summary>
    public static string? EnvironmentOf(CliContext context) =>
        NotEmpty(context.Variable("FERMYON_DEPLOYMENT_ENVIRONMENT"));

    /// <summary>The cloud to log in to.</summary>
    /// <exception cref="UsageException">The variable holds no address.</exception>
    public Uri UrlOf(ParseResult parsed, CliContext context)
    {
        if (UrlOrNull(parsed) is { } named)
        {
            return named;
        }

        return NotEmpty(context.Variable("CLOUD_URL")) is { } text
            ? CloudUrl.ParseOrNull(text) ?? throw new UsageException(
                $"The variable CLOUD_URL is not the address of a cloud; {CloudUrl.Expected}.")
            : CloudOptions.PublicCloud;
    }

    private Uri? UrlOrNull(ParseResult parsed) => CloudUrl.ParseOrNull(parsed.GetValue(_url));

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
