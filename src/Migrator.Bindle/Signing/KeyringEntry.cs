using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Signing;

/// <summary>One usable key of a keyring (spec/bindle.md 4.4).</summary>
/// <param name="KeyId">The key: base64 with padding of its 32 bytes.</param>
/// <param name="Label">Whose it is, in the keyring owner's words; not to be trusted to be one line.</param>
/// <param name="Roles">In which roles it may sign; Bindle itself does not look.</param>
/// <param name="Place">Where it stands, such as <c>keyring.toml:3:1</c>; null when it comes from no file.</param>
public sealed record KeyringEntry(
    string KeyId,
    string Label,
    ImmutableArray<SignatureRole> Roles,
    string? Place = null);
