using System.Text;

namespace Migrator.Testing.Registries;

/// <summary>Decides who may do what, and writes the challenges.</summary>
internal sealed class RegistryAccess(RegistryHostOptions options, Func<string> root)
{
    private static readonly RequestKind[] Open = [RequestKind.Token, RequestKind.StorageGet];

    /// <summary>The refusal; null when the request may go on.</summary>
    internal RegistryAnswer? Refuse(ReceivedRequest request)
    {
        if (Open.Contains(request.Kind) || request.Query("signature") is not null)
        {
            return null;
        }

        if (options.Password)
        {
            return request.Header("Authorization") == Basic ? null : Challenge("Basic realm=\"tests\"");
        }

        return options.Tokens is { } tokens ? RefuseToken(request, tokens) : null;
    }

    private static string Basic { get; } = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(
        RegistryProcessOptions.UserName + ":" + RegistryProcessOptions.UserPassword));

    private RegistryAnswer? RefuseToken(ReceivedRequest request, RegistryTokens tokens)
    {
        var challenge = Challenge(request, tokens);
        if (request.Header("Authorization") is not { } header
            || !header.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return Challenge(challenge);
        }

        // Fermyon Cloud names its own repository in a session's address.
        var actions = request.Repository == options.Personality.BackingRepository ? [] : Actions(request);
        return tokens.Check(header["Bearer ".Length..], request.Repository, actions) switch
        {
            TokenCheck.Allowed => null,
            TokenCheck.Invalid => Challenge(challenge + ",error=\"invalid_token\""),
            _ => TooLittle(challenge),
        };
    }

    private string Challenge(ReceivedRequest request, RegistryTokens tokens)
    {
        var realm = options.TokenRealm ?? root() + "/token";
        var scope = request.Repository.Length == 0
            ? ""
            : $",scope=\"repository:{request.Repository}:{string.Join(',', Actions(request))}\"";
        return $"Bearer realm=\"{realm}\",service=\"{tokens.Service}\"{scope}";
    }

    private RegistryAnswer TooLittle(string challenge) => options.Personality.Denied switch
    {
        DeniedForm.Forbidden => Error(403, "DENIED", "requested access to the resource is denied"),
        DeniedForm.NotFound => Error(404, "NAME_UNKNOWN", "repository name not known to registry"),
        _ => Challenge(challenge + ",error=\"insufficient_scope\""),
    };

    private RegistryAnswer Challenge(string challenge) =>
        Error(401, "UNAUTHORIZED", "authentication required").With("WWW-Authenticate", challenge);

    private RegistryAnswer Error(int status, string code, string message) =>
        RegistryErrors.Of(options.Personality, status, code, message);

    private static string[] Actions(ReceivedRequest request) => request.Kind switch
    {
        RequestKind.Ping => [],
        RequestKind.UploadPost or RequestKind.UploadPatch or RequestKind.UploadPut or RequestKind.UploadGet
            or RequestKind.UploadDelete or RequestKind.ManifestPut => ["pull", "push"],
        RequestKind.Other => ["delete"],
        _ => ["pull"],
    };
}
