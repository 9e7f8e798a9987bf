using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Migrator.Testing.Registries;

/// <summary>A token service after the distribution project's pages: gives out tokens and knows those it gave.</summary>
public sealed class RegistryTokens : IDisposable
{
    private readonly ConcurrentDictionary<string, IssuedToken> _issued = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>The one account.</summary>
    public string UserName { get; init; } = RegistryProcessOptions.UserName;

    /// <summary>Its password.</summary>
    public string Password { get; init; } = RegistryProcessOptions.UserPassword;

    /// <summary>The identity token that also stands for the account; null for none.</summary>
    public string? IdentityToken { get; init; }

    /// <summary>A token that is always good, for everything: Fermyon Cloud's own; null for none.</summary>
    public string? FixedToken { get; init; }

    /// <summary>The service in the challenge and in each token.</summary>
    public string Service { get; init; } = "tests.registry";

    /// <summary>How long a token is good.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the answer says <c>expires_in</c>; without it a token counts as good for 60 seconds.</summary>
    public bool SaysLifetime { get; init; } = true;

    /// <summary>Whether someone without an account may pull.</summary>
    public bool AnonymousPull { get; init; }

    /// <summary>Whether <c>POST</c> with a form is understood; GHCR answers 405.</summary>
    public bool AllowsPost { get; init; } = true;

    /// <summary>Whether the token stands in <c>access_token</c> alone (ACR) and not in <c>token</c>.</summary>
    public bool AccessTokenOnly { get; init; }

    /// <summary>The longest query it takes, in characters; above it answers 414.</summary>
    public int MaxQueryLength { get; init; } = int.MaxValue;

    /// <summary>
    /// Actions nobody gets, on repositories that start with the key: push to <c>locked/</c>, for one.
    /// </summary>
    public IReadOnlyDictionary<string, string> Denied { get; init; } = new Dictionary<string, string>();

    /// <summary>The clock of lifetimes.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Signs the tokens.</summary>
    public TokenSigner Signer { get; } = new();

    /// <summary>How many tokens were given out.</summary>
    public int Issued => _number;

    /// <summary>Every token given so far is worth nothing from now on.</summary>
    public void RevokeAll() => _issued.Clear();

    /// <summary>Whether a token allows an action on a repository now.</summary>
    /// <param name="token">The token.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="actions">All the actions it must allow.</param>
    public TokenCheck Check(string token, string repository, params IEnumerable<string> actions)
    {
        if (token == FixedToken)
        {
            return TokenCheck.Allowed;
        }

        if (!_issued.TryGetValue(token, out var known) || known.Ends <= Clock.GetUtcNow())
        {
            return TokenCheck.Invalid;
        }

        return actions.All(action => known.Scopes.Any(scope => scope.Allows(repository, action)))
            ? TokenCheck.Allowed
            : TokenCheck.TooLittle;
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose() => Signer.Dispose();

    internal async Task<RegistryAnswer> AnswerAsync(ReceivedRequest request)
    {
        if (request.Context.Request.QueryString.Value?.Length > MaxQueryLength)
        {
            return new RegistryAnswer(414);
        }

        return request.Method switch
        {
            "GET" => Answer(Account(request), Scopes(request.Context.Request.Query["scope"].OfType<string>()), false),
            "POST" when AllowsPost => await AnswerFormAsync(request),
            _ => RegistryErrors.Json(405, "UNSUPPORTED", "The operation is unsupported."),
        };
    }

    private async Task<RegistryAnswer> AnswerFormAsync(ReceivedRequest request)
    {
        var form = await request.Context.Request.ReadFormAsync(request.Aborted);
        var known = form["grant_type"].ToString() switch
        {
            "password" => form["username"] == UserName && form["password"] == Password,
            "refresh_token" => IdentityToken is not null && form["refresh_token"] == IdentityToken,
            _ => false,
        };
        return Answer(known ? UserName : null, Scopes([form["scope"].ToString()]), true);
    }

    private RegistryAnswer Answer(string? account, List<GrantedScope> asked, bool form)
    {
        if (account is null || (account.Length == 0 && !AnonymousPull))
        {
            return RegistryErrors.Json(401, "UNAUTHORIZED", "authentication required");
        }

        var granted = asked
            .Select(scope => scope with { Actions = [.. scope.Actions.Where(it => Grants(account, scope, it))] })
            .Where(scope => scope.Actions.Count > 0);
        return Answer(account, granted.ToList(), Clock.GetUtcNow(), form);
    }

    private RegistryAnswer Answer(string account, List<GrantedScope> granted, DateTimeOffset now, bool form)
    {
        var token = Signer.Sign(Claims(account, granted, now));
        _issued[token] = new IssuedToken(granted, now + Lifetime);
        var answer = new JsonObject { [form || AccessTokenOnly ? "access_token" : "token"] = token };
        if (SaysLifetime)
        {
            answer["expires_in"] = (long)Lifetime.TotalSeconds;
            answer["issued_at"] = now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        }

        return new RegistryAnswer(200).WithText("application/json", answer.ToJsonString());
    }

    private JsonObject Claims(string account, List<GrantedScope> granted, DateTimeOffset now) => new()
    {
        ["iss"] = Signer.Issuer,
        ["sub"] = account,
        ["aud"] = Service,
        ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
        ["nbf"] = now.AddMinutes(-1).ToUnixTimeSeconds(),
        ["iat"] = now.ToUnixTimeSeconds(),
        ["jti"] = Interlocked.Increment(ref _number).ToString(CultureInfo.InvariantCulture),
        ["access"] = new JsonArray([.. granted.Select(scope => new JsonObject
        {
            ["type"] = scope.Type,
            ["name"] = scope.Name,
            ["actions"] = new JsonArray([.. scope.Actions.Select(action => JsonValue.Create(action))]),
        })]),
    };

    // Null for wrong credentials, empty for none.
    private string? Account(ReceivedRequest request)
    {
        if (request.Header("Authorization") is not { } header)
        {
            return "";
        }

        var right = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(UserName + ":" + Password));
        return header == right ? UserName : null;
    }

    private bool Grants(string account, GrantedScope scope, string action) =>
        (account.Length > 0 || action == "pull")
        && !Denied.Any(rule => scope.Name.StartsWith(rule.Key, StringComparison.Ordinal) && rule.Value == action);

    private static List<GrantedScope> Scopes(IEnumerable<string> texts) =>
        [.. texts.SelectMany(text => text.Split(' ')).Select(GrantedScope.Parse).OfType<GrantedScope>()];

    private sealed record IssuedToken(List<GrantedScope> Scopes, DateTimeOffset Ends);
}
