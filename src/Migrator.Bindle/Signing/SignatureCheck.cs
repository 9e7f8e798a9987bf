using System.Collections.Immutable;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Signing;

/// <summary>That signatures are to be judged, by which keys and which rules.</summary>
/// <param name="Keyring">The keys that are trusted.</param>
/// <param name="Policy">What the signatures must be like.</param>
public sealed record SignatureCheck(Keyring Keyring, SignaturePolicy Policy)
{
    /// <summary>What reading the keyring found; told with every bindle that is judged by it.</summary>
    public ImmutableArray<Finding> KeyringFindings { get; init; } = [];
}
