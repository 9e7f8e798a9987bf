using System.Buffers.Text;
using System.Text.Json;

namespace Migrator.Bindle.Sources.Server.Tokens;

/// <summary>What a token of an OIDC provider says of itself. Whether it is true is for the server to judge.</summary>
/// <param name="Issuer">Who gave it.</param>
/// <param name="Ends">From when on it is of no use.</param>
internal sealed record IdToken(string Issuer, DateTimeOffset Ends)
{
    private const long LastSecond = 253_402_300_799;

    /// <summary>Reads a token; null when it is of another form, so that its end cannot be told.</summary>
    public static IdToken? ReadOrNull(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !Base64Url.IsValid(parts[1]))
        {
            return null;
        }

        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return claims.RootElement.TextOrNull("iss") is { } issuer
                && claims.RootElement.SecondsOrNull("exp") is { } end and <= LastSecond
                    ? new IdToken(issuer, DateTimeOffset.FromUnixTimeSeconds(end))
                    : null;
        }
        catch (JsonException)
        {
            // Of another form: not for us to read.
            return null;
        }
    }
}
