using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Toml;

namespace Migrator.Bindle.Sources.Server.Tokens;

/// <summary>The token file of the Bindle client, which <c>bindle login</c> writes (spec/bindle.md 5.12).</summary>
/// <remarks>Holds secrets and is never shown.</remarks>
internal sealed class TokenFile
{
    /// <summary>What the server is shown.</summary>
    public required string IdToken { get; init; }

    public string? AccessToken { get; init; }

    /// <summary>In seconds, from when the access token was given.</summary>
    public long? ExpiresIn { get; init; }

    /// <summary>By which the issuer gives new tokens; null when it does not.</summary>
    public string? RefreshToken { get; init; }

    public string? Scope { get; init; }

    public string? Issuer { get; init; }

    /// <summary>As whom the login was made.</summary>
    public string? ClientId { get; init; }

    /// <summary>Where the issuer gives new tokens; null when the file does not say.</summary>
    public string? TokenUrl { get; init; }

    /// <summary>Reads the file.</summary>
    /// <param name="bytes">The file, TOML.</param>
    /// <exception cref="FormatException">The file is none, or has no <c>id_token</c>. No value is repeated.</exception>
    public static TokenFile Read(ReadOnlyMemory<byte> bytes)
    {
        if (TomlDocument.Read(bytes).Root is not { } root || TextOrNull(root, "id_token") is not { } idToken)
        {
            throw new FormatException(
                "The token file of the Bindle client is not TOML or has no id_token; log in again with bindle login.");
        }

        return new TokenFile
        {
            IdToken = idToken,
            AccessToken = TextOrNull(root, "access_token"),
            ExpiresIn = root.TryGet("expires_in", out var node) && node is TomlInteger seconds ? seconds.Value : null,
            RefreshToken = TextOrNull(root, "refresh_token"),
            Scope = TextOrNull(root, "scope"),
            Issuer = TextOrNull(root, "issuer"),
            ClientId = TextOrNull(root, "client_id"),
            TokenUrl = TextOrNull(root, "token_url"),
        };
    }

    /// <summary>The file's bytes, in the order in which the client writes them.</summary>
    public byte[] Write()
    {
        var text = new StringBuilder();
        Append(text, "access_token", AccessToken);
        Append(text, "token_type", "bearer");
        if (ExpiresIn is { } seconds)
        {
            text.Append("expires_in = ").Append(seconds).Append('\n');
        }

        Append(text, "refresh_token", RefreshToken);
        Append(text, "scope", Scope);
        Append(text, "id_token", IdToken);
        Append(text, "issuer", Issuer);
        Append(text, "client_id", ClientId);
        Append(text, "token_url", TokenUrl);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, string key, string? value)
    {
        if (value is not null)
        {
            text.Append(key).Append(" = ").Append(TomlSpelling.Text(value)).Append('\n');
        }
    }

    private static string? TextOrNull(TomlTable table, string key) =>
        table.TryGet(key, out var node) && node is TomlString { Value.Length: > 0 } text ? text.Value : null;
}
