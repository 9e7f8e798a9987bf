using System.Text;
using System.Text.Json.Nodes;
using NSec.Cryptography;

namespace Migrator.Testing.BindleServer;

/// <summary>
/// Judges signatures as the strategy GreedyVerification does, and signs as host (spec/bindle.md 4.2 to 4.8).
/// </summary>
internal sealed class HostSigning
{
    private const string Unverified = "strategy requires that all signatures for role(s) must be verified";
    private readonly IReadOnlyList<(string Label, byte[] Pair, string[] Roles)> _own;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public HostSigning(string? signingKeys, string? keyring)
    {
        _own =
        [
            .. Keys(signingKeys).Select(key => (
                Text(key, "label"), Convert.FromBase64String(Text(key, "keypair")), Roles(key))),
        ];
        foreach (var (_, pair, _) in _own)
        {
            _known.Add(Convert.ToBase64String(pair, 32, 32));
        }

        foreach (var key in Keys(keyring))
        {
            _known.Add(Text(key, "key"));
        }
    }

    /// <summary>The public keys by which the server signs.</summary>
    public JsonObject HostKeys() => new()
    {
        ["version"] = "1.0",
        ["key"] = new JsonArray(
        [
            .. _own.Where(key => key.Roles.Contains("host")).Select(key => (JsonNode)new JsonObject
            {
                ["label"] = key.Label,
                ["roles"] = new JsonArray("host"),
                ["key"] = Convert.ToBase64String(key.Pair, 32, 32),
                ["labelSignature"] = Sign(key.Pair, key.Label),
            }),
        ]),
    };

    /// <summary>Judges and signs an invoice; adds the signature to it.</summary>
    /// <returns>The text of the error; null when it is signed.</returns>
    public string? Add(JsonObject invoice)
    {
        if (_own.FirstOrDefault(key => key.Roles.Contains("host")) is not { Pair: { } pair } host)
        {
            return "no suitable key for signing data";
        }

        var publicKey = Convert.ToBase64String(pair, 32, 32);
        if (Judge(invoice) is { } fault)
        {
            return fault;
        }

        var signatures = (JsonArray)invoice["signature"]!;
        if (signatures.Any(signature => Text(signature!, "key") == publicKey))
        {
            return "cannot sign the data again with a key that has already signed the data";
        }

        signatures.Add((JsonNode)new JsonObject
        {
            ["by"] = host.Label,
            ["signature"] = Sign(pair, Cleartext(invoice, host.Label, "host")),
            ["key"] = publicKey,
            ["role"] = "host",
            ["at"] = 1_700_000_000,
        });
        return null;
    }

    private string? Judge(JsonObject invoice)
    {
        if (invoice["signature"] is not JsonArray signatures)
        {
            return Cannot("No signatures found on invoice. At least one signature is required");
        }

        var hasCreator = false;
        foreach (var signature in signatures)
        {
            if (Check(invoice, signature!) is { } fault)
            {
                return fault;
            }

            hasCreator |= Text(signature!, "role") == "creator";
            if (!_known.Contains(Canonical(Text(signature!, "key"))))
            {
                return Cannot(Unverified);
            }
        }

        return signatures.Count == 0 ? "none of the signatures are made with a known key"
            : hasCreator ? null : Cannot("No signature found for role Creator");
    }

    private static string? Check(JsonObject invoice, JsonNode signature)
    {
        var text = Text(signature, "key");
        if (Decode(text) is not { Length: 32 } key
            || !PublicKey.TryImport(SignatureAlgorithm.Ed25519, key, KeyBlobFormat.RawPublicKey, out var publicKey))
        {
            return $"key is corrupt for `{text}`";
        }

        if (Decode(Text(signature, "signature")) is not { Length: 64 } block)
        {
            return $"signature block is corrupt for key {text}";
        }

        var cleartext = Cleartext(invoice, Text(signature, "by"), Text(signature, "role"));
        return SignatureAlgorithm.Ed25519.Verify(publicKey!, Encoding.UTF8.GetBytes(cleartext), block)
            ? null
            : Cannot(text);
    }

    private static string Cleartext(JsonObject invoice, string by, string role)
    {
        var bindle = invoice["bindle"]!;
        IEnumerable<string> parcels = invoice["parcel"] is JsonArray array
            ? array.Select(parcel => Text(parcel!["label"]!, "sha256"))
            : [];
        return string.Join('\n', [by, Text(bindle, "name"), Text(bindle, "version"), role, "~", .. parcels]);
    }

    private static string Sign(byte[] pair, string text)
    {
        using var key = Key.Import(SignatureAlgorithm.Ed25519, pair.AsSpan(0, 32), KeyBlobFormat.RawPrivateKey);
        return Convert.ToBase64String(SignatureAlgorithm.Ed25519.Sign(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Cannot(string text) => $"signatures `{text}` cannot be verified";

    private static string Canonical(string text) => Decode(text) is { } bytes ? Convert.ToBase64String(bytes) : text;

    /// <summary>Decodes base64 as the real server does: padding may be left out, white space is wrong.</summary>
    public static byte[]? Decode(string text)
    {
        if (text.Any(char.IsWhiteSpace))
        {
            return null;
        }

        var padded = text.TrimEnd('=');
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='), bytes, out var length)
            ? bytes[..length]
            : null;
    }

    private static IEnumerable<JsonNode> Keys(string? file) =>
        file is not null && BindleData.FromToml(Encoding.UTF8.GetBytes(file))?["key"] is JsonArray keys
            ? keys.Select(key => key!)
            : [];

    private static string[] Roles(JsonNode key) => [.. key["roles"]!.AsArray().Select(role => (string)role!)];

    private static string Text(JsonNode node, string name) => (string)node[name]!;
}
