using System.Collections.Immutable;

namespace Migrator.Bindle.Signing;

/// <summary>The public keys that someone trusts (spec/bindle.md 4.4). Immutable and thread safe.</summary>
public sealed class Keyring
{
    private readonly ILookup<string, KeyringEntry> _byKey;

    /// <summary>Makes a keyring.</summary>
    /// <param name="entries">The keys; one key may stand in several entries, whose roles add up.</param>
    public Keyring(params IEnumerable<KeyringEntry> entries)
    {
        Entries = [.. entries];
        _byKey = Entries.ToLookup(entry => entry.KeyId, StringComparer.Ordinal);
    }

    /// <summary>The keys, in order.</summary>
    public ImmutableArray<KeyringEntry> Entries { get; }

    /// <summary>The entries of a key.</summary>
    /// <param name="keyId">The key: base64 with padding of its 32 bytes.</param>
    /// <returns>The entries in order; empty when the key is not known.</returns>
    public ImmutableArray<KeyringEntry> Find(string keyId) => [.. _byKey[keyId]];

    /// <summary>This keyring and another as one.</summary>
    /// <param name="other">The other keyring.</param>
    /// <returns>A keyring with the keys of both.</returns>
    public Keyring With(Keyring other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Keyring(Entries.AddRange(other.Entries));
    }
}
