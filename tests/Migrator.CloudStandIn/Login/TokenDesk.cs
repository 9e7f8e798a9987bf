using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Migrator.StandIn.State;

namespace Migrator.StandIn.Login;

/// <summary>Gives out tokens, and knows those it gave.</summary>
internal sealed class TokenDesk(StandInOptions options, TimeProvider clock, ChanceSource chance)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _good = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _refresh = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, PersonalToken> _personal = [];

    internal Guid Account { get; } = chance.NextId();

    /// <summary>Personal tokens, in the order they were made.</summary>
    internal IReadOnlyList<PersonalToken> Personal
    {
        get
        {
            lock (_lock)
            {
                return [.. _personal.Values];
            }
        }
    }

    /// <summary>A new login.</summary>
    internal LoginTokens Issue()
    {
        lock (_lock)
        {
            var ends = clock.GetUtcNow() + options.TokenLifetime;
            var login = new LoginTokens(NewToken(ends), chance.NextText(40), ends);
            _good[login.Token] = ends;
            _refresh[login.RefreshToken] = login.Token;
            return login;
        }
    }

    /// <summary>A new login for an old one, whose refresh token is then used up; null when it is not good.</summary>
    internal LoginTokens? Refresh(string token, string refreshToken)
    {
        lock (_lock)
        {
            return options.Refreshes && _refresh.TryGetValue(refreshToken, out var of) && of == token
                && _refresh.Remove(refreshToken)
                ? Issue()
                : null;
        }
    }

    /// <summary>Whether a token is good now.</summary>
    internal bool IsGood(string token)
    {
        lock (_lock)
        {
            return (_good.TryGetValue(token, out var ends) && clock.GetUtcNow() < ends)
                || _personal.Values.Any(personal => personal.Token == token);
        }
    }

    /// <summary>Every token of a login is worth nothing from now on; they can still be refreshed.</summary>
    internal void ExpireAll()
    {
        lock (_lock)
        {
            _good.Clear();
        }
    }

    /// <summary>A token without an end.</summary>
    internal PersonalToken AddPersonal(string name)
    {
        lock (_lock)
        {
            var token = new PersonalToken(chance.NextId(), name, "pat_" + chance.NextText(40), clock.GetUtcNow());
            return _personal[token.Id] = token;
        }
    }

    /// <summary>Takes a personal token back; false when there is none of the id.</summary>
    internal bool RemovePersonal(Guid id)
    {
        lock (_lock)
        {
            return _personal.Remove(id);
        }
    }

    private string NewToken(DateTimeOffset ends) =>
        options.Tokens == TokenForm.Opaque ? chance.NextText(64) : NewJwt(ends);

    private string NewJwt(DateTimeOffset ends)
    {
        var head = Encode(new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT" });
        var claims = Encode(new JsonObject
        {
            ["sub"] = Account.ToString(),
            ["jti"] = chance.NextId().ToString(),
            ["iss"] = "cloud-stand-in",
            ["aud"] = "cloud-stand-in",
            ["exp"] = ends.ToUnixTimeSeconds(),
        });
        var signature = HMACSHA256.HashData(Account.ToByteArray(), Encoding.ASCII.GetBytes($"{head}.{claims}"));
        return $"{head}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(JsonObject part) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
