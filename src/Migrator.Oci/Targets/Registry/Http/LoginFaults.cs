using System.Net;
using Migrator.Oci.Auth;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>
/// Says what to do when a registry or its token server lets nobody in: whether there was a login at all, whether it is
/// a good one, and what it may not do (spec/oci-peers.md 6c, rows 19 to 21).
/// </summary>
internal static class LoginFaults
{
    private const string How = "by docker login or --username and --password-stdin";

    /// <summary>The advice; null when an answer is about something else.</summary>
    public static string? AdviceOrNull(RegistryRequest request, HttpResponseMessage response, ErrorBody body)
    {
        var login = LoginOf(response.RequestMessage);
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized when login != SentLogin.None && LacksScope(login, response) =>
                $"The login may not {Deed(request)}: it lacks {Needed(request)}. Ask the registry's owner for it, or "
                + $"log in, {How}, as another who has it.",
            HttpStatusCode.Unauthorized when login != SentLogin.None =>
                $"The login that was sent is not accepted. Log in, {How}, as one who has {Needed(request)}.",
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when login == SentLogin.None =>
                $"No login was sent. Log in, {How}, as one who has {Needed(request)}.",
            HttpStatusCode.Forbidden => $"The account needs {Needed(request)}; ask the registry's owner for it.",

            // RFC 6749 5.2: what has ended or was withdrawn is answered 400, as is everything else but a bad client.
            HttpStatusCode.BadRequest when request.Operation == RegistryOperation.Token
                && body.Code != "invalid_scope" => login == SentLogin.None
                    ? $"The token server gives nothing without a login; log in, {How}."
                    : $"The token server does not take the login, which may have ended; log in again, {How}.",
            _ => null,
        };
    }

    /// <summary>What a request's token must allow, for a message.</summary>
    public static string Needed(RegistryRequest request) =>
        request.Scopes.IsDefaultOrEmpty ? "access" : $"the scope {string.Join(' ', request.Scopes)}";

    private static SentLogin LoginOf(HttpRequestMessage? message) =>
        message is not null && message.Options.TryGetValue(RegistryRequestKeys.Login, out var login)
            ? login
            : SentLogin.None;

    // Who takes the password but not the deed says so in the challenge (RFC 6750 3.1).
    private static bool LacksScope(SentLogin login, HttpResponseMessage response) => login == SentLogin.ByToken
        || response.Headers.WwwAuthenticate.Any(challenge =>
            challenge.Parameter?.Contains("insufficient_scope", StringComparison.Ordinal) ?? false);

    private static string Deed(RegistryRequest request) => request.Scopes.IsDefaultOrEmpty
        ? "do this"
        : $"{(request.Scopes[0].CanPush ? "push to" : "read")} {request.Scopes[0].Repository}";
}
