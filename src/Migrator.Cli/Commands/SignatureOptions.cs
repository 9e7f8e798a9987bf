using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Verification;
using Migrator.Cli.Help;
using Migrator.Cli.Output;

namespace Migrator.Cli.Commands;

/// <summary>The options on which signatures a bindle must have.</summary>
internal sealed class SignatureOptions
{
    private const int MaxKeyringBytes = 1 << 20;

    private readonly Option<string?> _keyring = new("--keyring")
    {
        Description = "The keys that are trusted, in Bindle's keyring.toml; signatures are judged when it is given.",
        HelpName = "FILE",
    };

    private readonly Option<VerificationStrategy?> _strategy = new("--strategy")
    {
        Description = "Which signatures count, by Bindle's names, such as MultipleAttestation[Creator,Host] "
            + "(default: GreedyVerification).",
        HelpName = "NAME",
        CustomParser = ReadStrategy,
    };

    private readonly Option<bool?> _require = new("--require-signature")
    {
        Description = "Whether a bindle without a signature is refused (default: true with --keyring).",
        HelpName = "true|false",
    };

    private readonly Option<bool> _hostKeys = new("--host-keys")
    {
        Description = "Trust the keys, too, by which the bindle's own server says it signs as host.",
    };

    public SignatureOptions()
    {
        _strategy.CompletionSources.Add(
            "CreativeIntegrity", "AuthoritativeIntegrity", "GreedyVerification", "ExhaustiveVerification",
            "MultipleAttestation[", "MultipleAttestationGreedy[");
        // Not as the runtime writes them.
        _require.CompletionSources.Clear();
        _require.CompletionSources.Add("true", "false");
    }

    public void AddTo(CliCommand command)
    {
        command.Add("Signatures", _keyring, _hostKeys, _strategy, _require);
        command.Validators.Add(result =>
        {
            var lonely = result.GetResult(_strategy) ?? result.GetResult(_require);
            if (lonely is not null && result.GetResult(_keyring) is null && !result.GetValue(_hostKeys))
            {
                result.AddError($"{lonely.Option.Name} needs --keyring FILE, the keys that are trusted.");
            }
        });
    }

    /// <summary>How signatures are judged; null when they are not.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="hostKeys">Asks the bindle's server for its keys; null when the bindle comes from none.</param>
    /// <exception cref="UsageException">The keyring cannot be read or used; it has the keyring's faults.</exception>
    public SignatureCheck? CheckOf(ParseResult parsed, HostKeyReader? hostKeys)
    {
        var path = parsed.GetValue(_keyring);
        var wantsHostKeys = parsed.GetValue(_hostKeys);
        if (path is null && !wantsHostKeys)
        {
            return null;
        }

        if (wantsHostKeys && hostKeys is null)
        {
            throw new UsageException("--host-keys needs a bindle from a server, named by --bindle-server.");
        }

        var (keyring, findings) = path is null ? (new Keyring(), []) : ReadKeyring(path);
        var policy = new SignaturePolicy();
        policy = policy with
        {
            Strategy = parsed.GetValue(_strategy) ?? policy.Strategy,
            Unsigned = parsed.GetValue(_require) ?? true ? UnsignedBindles.Refuse : UnsignedBindles.Accept,
        };
        return new SignatureCheck(keyring, policy)
        {
            KeyringFindings = findings,
            HostKeys = wantsHostKeys ? hostKeys : null,
        };
    }

    private static (Keyring Keyring, ImmutableArray<Finding> Findings) ReadKeyring(string path)
    {
        var reading = KeyringToml.Read(ReadFile(path), path);
        if (reading.Keyring is { } keyring)
        {
            return (keyring, reading.Findings);
        }

        throw new UsageException($"The keyring '{path}' cannot be used; its errors say why.")
        {
            Findings = reading.Findings,
        };
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[MaxKeyringBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= MaxKeyringBytes
                ? bytes[..length]
                : throw new UsageException($"The keyring '{path}' is larger than 1 MiB; that is no keyring.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"The keyring '{path}' cannot be read: {exception.Message}");
        }
    }

    private static VerificationStrategy? ReadStrategy(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!VerificationStrategy.TryParse(text, out var strategy, out var cause))
        {
            result.AddError(
                $"'{text}' is not a strategy: {cause}; expected CreativeIntegrity, AuthoritativeIntegrity, "
                + "GreedyVerification, ExhaustiveVerification, MultipleAttestation[ROLES] or "
                + "MultipleAttestationGreedy[ROLES], with roles such as Creator,Host.");
        }

        return strategy;
    }
}
