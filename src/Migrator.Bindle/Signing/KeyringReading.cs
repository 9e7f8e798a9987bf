using System.Collections.Immutable;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Signing;

/// <summary>The outcome of reading a keyring's text.</summary>
/// <param name="Keyring">The usable keys; null when a finding is an error, and then nothing is to be trusted.</param>
/// <param name="Findings">Everything found, in the order of the text; holds no key.</param>
public sealed record KeyringReading(Keyring? Keyring, ImmutableArray<Finding> Findings);
