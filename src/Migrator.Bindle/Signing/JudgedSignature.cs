using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Signing;

/// <summary>One signature of an invoice, judged.</summary>
public sealed record JudgedSignature
{
    /// <summary>Its place in the invoice, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>The signature as written. Its time is covered by nothing.</summary>
    public required InvoiceSignature Written { get; init; }

    /// <summary>The key: base64 with padding of its 32 bytes; null when the text is not base64.</summary>
    public required string? KeyId { get; init; }

    /// <summary>What the signature is, whoever made it.</summary>
    public required SignatureState State { get; init; }

    /// <summary>The keyring's entries of the key; empty when it is not known.</summary>
    public required ImmutableArray<KeyringEntry> KnownAs { get; init; }

    /// <summary>Whether the strategy looks at it.</summary>
    public required bool Counts { get; init; }

    /// <summary>Whether the key made it over this invoice.</summary>
    public bool IsValid => State == SignatureState.Valid;

    /// <summary>Whether the key is in the keyring.</summary>
    public bool IsKnown => !KnownAs.IsEmpty;

    /// <summary>Whether the keyring gives the key this signature's role.</summary>
    public bool IsRoleGranted => KnownAs.Any(entry => entry.Roles.Contains(Written.Role));
}
