using System.CommandLine;
using System.CommandLine.Parsing;
using Migrator.Cli.Clouds;
using Migrator.Cli.Help;
using Migrator.Cli.Output;
using Migrator.Cli.Registries;
using Migrator.Engine.Deploying;
using Migrator.Engine.Resilience;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Cli.Commands;

/// <summary>
/// The options on how a registry is reached, and as whom. Those of a Bindle server begin with <c>--bindle-</c>.
/// </summary>
internal sealed class RegistryFlags
{
    private readonly Option<string?> _user = new("--username")
    {
        Description = "Who asks the registry; with --password-stdin.",
        HelpName = "USER",
    };

    private readonly Option<bool> _passwordStdin = new("--password-stdin")
    {
        Description = "Read the registry's password or token from standard input.",
    };

    private readonly Option<string?> _password = new("--password") { Hidden = true };

    private readonly Option<string?> _authorities = new("--ca-file")
    {
        Description = "Certificate authorities (PEM) that registries are trusted by, besides the system's.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _certificate = new("--client-cert")
    {
        Description = "The certificate (PEM) that is shown to registries.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _key = new("--client-key")
    {
        Description = "Its private key (PEM); left out when it is in the same file.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _unchecked = new("--insecure")
    {
        Description = "A host whose TLS certificate is not checked, on any port; may be given again.",
        HelpName = "HOST",
    };

    private readonly Option<string[]> _plain = new("--plain-http")
    {
        Description = "A host that is spoken to in plain HTTP, on any port or on that port alone; may be given again.",
        HelpName = "HOST[:PORT]",
    };

    private readonly Option<string[]> _tokenHosts = new("--token-host")
    {
        Description = "Another host that may give out the registry's tokens, and so sees the credentials; may be given "
            + "again.",
        HelpName = "HOST[:PORT]",
    };

    private readonly Option<string[]> _uploadHosts = new("--upload-host")
    {
        Description = "Another host that the registry may send uploads to; may be given again.",
        HelpName = "HOST[:PORT]",
    };

    private readonly Option<RegistryProfile?> _profile = Choice.Create(
        "--registry-profile",
        "The kind of registry, with its limits and ways: auto (by the host's name), generic, distribution2, "
            + "distribution3, zot, harbor, ghcr, ecr, gar, acr, dockerhub or fermyon.",
        ("auto", (RegistryProfile?)null),
        ("generic", RegistryProfile.Generic),
        ("distribution2", RegistryProfile.Distribution2),
        ("distribution3", RegistryProfile.Distribution3),
        ("zot", RegistryProfile.Zot),
        ("harbor", RegistryProfile.Harbor),
        ("ghcr", RegistryProfile.Ghcr),
        ("ecr", RegistryProfile.Ecr),
        ("gar", RegistryProfile.Gar),
        ("acr", RegistryProfile.Acr),
        ("dockerhub", RegistryProfile.DockerHub),
        ("fermyon", RegistryProfile.FermyonCloud));

    public RegistryFlags()
    {
        _profile.HelpName = "KIND";
        foreach (var hosts in (Option<string[]>[])[_unchecked, _plain, _tokenHosts, _uploadHosts])
        {
            hosts.Validators.Add(RequireHosts);
        }

        // What is wrong is not repeated: behind the colon may be a password.
        _user.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Contains(':', StringComparison.Ordinal)))
            {
                result.AddError("--username takes a user's name, which has no ':' in it; the password is read from "
                    + "standard input (--password-stdin).");
            }
        });
        _password.Validators.Add(result => result.AddError(
            "A password is not taken on the command line, where others can see it; pipe it into --password-stdin."));
    }

    /// <summary>All of them that hold no secret.</summary>
    public IEnumerable<Option> Told =>
    [
        _user, _passwordStdin, _authorities, _certificate, _key, _unchecked, _plain, _tokenHosts, _uploadHosts,
        _profile,
    ];

    public void AddTo(CliCommand command) => command.Add(
        "Registry",
        [
            _user, _passwordStdin, _password, _authorities, _certificate, _key, _unchecked, _plain, _tokenHosts,
            _uploadHosts, _profile,
        ]);

    /// <summary>The way to the registry of a place.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="context">Files, variables and standard input.</param>
    /// <param name="place">Where the command reads or writes; null for no OCI target.</param>
    /// <param name="resilience">How hard the registry is asked.</param>
    /// <param name="report">Hears what the registry warns of.</param>
    /// <param name="uploads">Keeps uploads that are under way; null when a stop ends them.</param>
    /// <returns>The way, which the caller disposes; null when the place is in no registry.</returns>
    /// <exception cref="UsageException">The options do not go together, or a file cannot be read.</exception>
    public RegistrySession? SessionFor(
        ParseResult parsed,
        CliContext context,
        TargetReference? place,
        ResilienceOptions resilience,
        Report report,
        KeptUploads? uploads = null)
    {
        var user = parsed.GetValue(_user);
        var isPasswordPiped = parsed.GetValue(_passwordStdin);
        if (user is not null != isPasswordPiped)
        {
            throw new UsageException(
                "--username and --password-stdin go together: the password is read from standard input.");
        }

        if (place is not RegistryReference registry)
        {
            return user is null
                ? null
                : throw new UsageException("--username is for a registry, and this command line names none.");
        }

        var credentials = new RegistryLogin(context).Find(registry.Host, user);
        return RegistrySession.Open(context, ConnectionOf(parsed), resilience, report, handler => new RegistryOptions
        {
            Handler = handler,
            Credentials = credentials,
            Profile = parsed.GetValue(_profile),
            PlainHttpHosts = [.. parsed.GetValue(_plain) ?? []],
            TokenHosts = [.. parsed.GetValue(_tokenHosts) ?? []],
            UploadHosts = [.. parsed.GetValue(_uploadHosts) ?? []],
            IsLoopbackPlainHttp = !IsAboutTls(parsed),
            BlobAttempts = resilience.Retries + 1,
            Uploads = uploads,
        });
    }

    /// <summary>The way to a cloud's registry, with the cloud's login.</summary>
    /// <exception cref="UsageException">The options do not go together, or a file cannot be read.</exception>
    public RegistrySession SessionForCloud(
        ParseResult parsed,
        CliContext context,
        string host,
        CloudSession cloud,
        ResilienceOptions resilience,
        Report report)
    {
        if (parsed.GetValue(_user) is not null || parsed.GetValue(_passwordStdin))
        {
            throw new UsageException("--username is for another registry; with --deploy the cloud's login counts.");
        }

        return RegistrySession.Open(context, ConnectionOf(parsed), resilience, report, handler => new RegistryOptions
        {
            Handler = handler,
            Credentials = new CloudRegistryCredentials(host, cloud.Tokens),
            Profile = RegistryProfile.FermyonCloud,
            // A login that takes any certificate means a registry in plain HTTP, as it does for Spin's plugin.
            PlainHttpHosts = [.. parsed.GetValue(_plain) ?? [], .. cloud.Login.IsInsecure ? [host] : (string[])[]],
            IsLoopbackPlainHttp = !IsAboutTls(parsed),
            BlobAttempts = resilience.Retries + 1,
        });
    }

    // Who says something of certificates means a registry with TLS, be it on this machine.
    private bool IsAboutTls(ParseResult parsed) => parsed.GetValue(_authorities) is not null
        || parsed.GetValue(_certificate) is not null
        || parsed.GetValue(_unchecked) is { Length: > 0 };

    private RegistryConnection ConnectionOf(ParseResult parsed)
    {
        var (certificate, key) = (parsed.GetValue(_certificate), parsed.GetValue(_key));
        if (key is not null && certificate is null)
        {
            throw new UsageException("--client-key is the key of a certificate; name that with --client-cert.");
        }

        return new RegistryConnection
        {
            Authorities = parsed.GetValue(_authorities) is { } file
                ? PemFile.ReadAuthorities(file, _authorities.Name)
                : [],
            ClientCertificates = certificate is null ? [] : [PemFile.ReadCertificate(certificate, key)],
            UncheckedHosts = [.. (parsed.GetValue(_unchecked) ?? []).Select(WithoutPort)],
            Proxy = new LoopbackBypass(HttpClient.DefaultProxy),
        };
    }

    private static void RequireHosts(OptionResult result)
    {
        foreach (var host in result.Tokens.Select(token => token.Value).Where(host => !IsHost(host)))
        {
            result.AddError(
                $"{result.Option.Name}: '{host}' is not a host; expected a name or address, with its port if any, "
                + "without https.");
        }
    }

    private static bool IsHost(string text) =>
        !text.Contains('/', StringComparison.Ordinal) && TargetReference.TryParse($"{text}/any", out var reference)
        && reference is RegistryReference;

    private static string WithoutPort(string host) => new Uri($"https://{host}").Host.Trim('[', ']');
}
