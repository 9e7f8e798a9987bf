using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Signing;

/// <summary>That signatures are to be judged, by which keys and which rules.</summary>
/// <param name="Keyring">The keys that are trusted.</param>
/// <param name="Policy">What the signatures must be like.</param>
public sealed record SignatureCheck(Keyring Keyring, SignaturePolicy Policy)
{
    /// <summary>What reading the keyring found; told with every bindle that is judged by it.</summary>
    public ImmutableArray<Finding> KeyringFindings { get; init; } = [];

    /// <summary>
    /// Asks the bindle's server for its own keys, which are trusted besides the keyring, in the role of host alone;
    /// null to trust the keyring only. Default: null.
    /// </summary>
    public HostKeyReader? HostKeys { get; init; }

    /// <summary>The check with the keys of the server in it, and a finding that says what they prove.</summary>
    internal async Task<SignatureCheck> WithHostKeysAsync(CancellationToken cancellationToken)
    {
        if (HostKeys is null)
        {
            return this;
        }

        var bytes = await HostKeys(cancellationToken).ConfigureAwait(false);
        var reading = KeyringToml.Read(bytes, "bindle-keys");

        // Whatever roles a server claims for its keys, it speaks for itself as host and for nobody else.
        var entries = reading.Keyring?.Entries.Select(entry => entry with { Roles = [SignatureRole.Host] }) ?? [];
        var keys = new Keyring(entries);
        return this with
        {
            Keyring = Keyring.With(keys),
            KeyringFindings = [.. KeyringFindings, .. reading.Findings, Told(keys)],
            HostKeys = null,
        };
    }

    private static Finding Told(Keyring keys) => SigningFindings.HostKeysOfServer.Of(
        "bindle-keys",
        $"Host keys given by the server itself: {keys.Entries.Length}. A signature by such a key says that this "
        + "server, or whoever answers in its place, took the bindle in; it says nothing of who made it.");
}
