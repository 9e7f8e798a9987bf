using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Signing;

/// <summary>Makes the entries of one keyring of its table, by the fields of spec/bindle.md 4.4.</summary>
internal sealed class KeyringReader(KeyringFaults faults)
{
    private const string Version = "1.0";
    private readonly Dictionary<string, TomlPosition> _seen = new(StringComparer.Ordinal);

    public ImmutableArray<KeyringEntry> Read(TomlTable root)
    {
        var reader = new TomlTableReader(root, "", faults.OfToml);
        if (HoldsSecrets(root))
        {
            RefuseSecrets(reader);
            return [];
        }

        JudgeVersion(reader);
        _ = reader.Node("key") ?? Missing(reader);
        ImmutableArray<KeyringEntry> entries = [.. reader.Tables("key").Select(ReadEntry).OfType<KeyringEntry>()];
        reader.End();
        if (entries.IsEmpty && !faults.HasErrors)
        {
            faults.Add(
                SigningFindings.KeyringWithoutKeys,
                root.Position,
                "key",
                "the keyring has no usable key, so no signature is by a known key.");
        }

        return entries;
    }

    private static bool HoldsSecrets(TomlTable root) =>
        root.TryGet("key", out var keys) && keys is TomlArray array && array.Items.OfType<TomlTable>().Any(IsSecret);

    private static bool IsSecret(TomlTable table) => table.TryGet("keypair", out _);

    private void RefuseSecrets(TomlTableReader reader)
    {
        foreach (var table in reader.Tables("key").Where(table => IsSecret(table.Table)))
        {
            var (position, field) = (table.PositionOf("keypair"), table.PathOf("keypair"));
            faults.Add(
                SigningFindings.KeyringIsSecret,
                position,
                field,
                "this is a file of secret keys, not a keyring; keep it to yourself, and give what " +
                "'bindle keys print' makes of it.");
            if (table.Table.TryGet("keypair", out var node) && node is TomlString text && !IsPair(text.Value))
            {
                faults.Add(
                    SigningFindings.KeyPairMismatch,
                    position,
                    field,
                    "the public half does not follow from the secret half; make a new key, for signing with this one " +
                    "gives it away.");
            }
        }
    }

    private static bool IsPair(string text)
    {
        if (!Base64Text.TryDecode(text, out var pair))
        {
            return false;
        }

        var isPair = Ed25519Check.IsKeyPair(pair);
        CryptographicOperations.ZeroMemory(pair);
        return isPair;
    }

    private void JudgeVersion(TomlTableReader reader)
    {
        if (reader.RequiredString("version") is { } version && version != Version)
        {
            faults.Add(
                SigningFindings.KeyringVersion,
                reader.PositionOf("version"),
                "version",
                $"{MessageText.Quote(version)} is not a known version of keyrings; it is taken for {Version}.");
        }
    }

    private static TomlNode? Missing(TomlTableReader reader)
    {
        reader.Add(
            TomlFaultKind.MissingKey,
            reader.Position,
            "key",
            "The field 'key' is missing; expected an array of tables, or key = [] for a keyring without keys.");
        return null;
    }

    private KeyringEntry? ReadEntry(TomlTableReader reader)
    {
        var label = reader.RequiredString("label");
        var roles = ReadRoles(reader);
        var key = reader.RequiredString("key");
        var signature = ReadLabelSignature(reader);
        reader.End();
        if (label is null || key is null)
        {
            return null;
        }

        if (!Base64Text.TryDecode(key, out var bytes) || !Ed25519Point.IsOnCurve(bytes))
        {
            faults.Add(
                SigningFindings.KeyringBrokenKey,
                reader.PositionOf("key"),
                reader.PathOf("key"),
                $"the key of {MessageText.Quote(label)} is not base64 of a public Ed25519 key; the entry is left out.");
            return null;
        }

        JudgeLabelSignature(reader, label, bytes, signature);
        var keyId = Convert.ToBase64String(bytes);
        JudgeRepeat(reader, label, keyId);
        return new KeyringEntry(keyId, label, roles, faults.PlaceOf(reader.Position));
    }

    private ImmutableArray<SignatureRole> ReadRoles(TomlTableReader reader)
    {
        if (reader.Node("roles") is null)
        {
            reader.Add(
                TomlFaultKind.MissingKey,
                reader.Position,
                "roles",
                "The field 'roles' is missing; expected an array of strings.");
        }

        var roles = ImmutableArray.CreateBuilder<SignatureRole>();
        foreach (var text in reader.Strings("roles"))
        {
            if (SignatureRoles.TryParse(text, out var role))
            {
                roles.Add(role);
            }
            else
            {
                faults.Add(
                    SigningFindings.KeyringUnknownRole,
                    reader.PositionOf("roles"),
                    reader.PathOf("roles"),
                    $"{MessageText.Quote(text)} is no role; expected creator, proxy, host or approver in lower case.");
            }
        }

        return roles.DrainToImmutable();
    }

    // The documents' spelling is no field of any reader of Bindle, which loses it (row 80).
    private string? ReadLabelSignature(TomlTableReader reader)
    {
        const string Documented = "label_signature";
        var written = reader.OptionalString("labelSignature");
        if (reader.OptionalString(Documented) is { } documented)
        {
            faults.Add(
                SigningFindings.KeyringLabelSpelling,
                reader.PositionOf(Documented),
                reader.PathOf(Documented),
                "read as labelSignature; Bindle itself passes over this spelling.");
            return written ?? documented;
        }

        return written;
    }

    private void JudgeLabelSignature(TomlTableReader reader, string label, byte[] key, string? signature)
    {
        var isSigned = signature is not null
            && Base64Text.TryDecode(signature, out var bytes)
            && Ed25519Check.IsValid(key, bytes, Encoding.UTF8.GetBytes(label));
        if (signature is null || isSigned)
        {
            return;
        }

        faults.Add(
            SigningFindings.KeyringLabelSignature,
            reader.Position,
            reader.PathOf("labelSignature"),
            $"the key did not sign the label {MessageText.Quote(label)}; make sure whose key it is.");
    }

    private void JudgeRepeat(TomlTableReader reader, string label, string keyId)
    {
        if (!_seen.TryAdd(keyId, reader.Position))
        {
            faults.Add(
                SigningFindings.KeyringRepeatedKey,
                reader.Position,
                reader.PathOf("key"),
                $"the key of {MessageText.Quote(label)} was listed before, at {_seen[keyId]}; its roles add up.");
        }
    }
}
