using System.Collections.Immutable;
using System.Net;
using System.Text;
using Migrator.Oci.Json;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Oci.Auth;

/// <summary>
/// Gets access tokens (distribution token spec: GET with Basic; OAuth2: POST with an identity token).
/// </summary>
internal sealed class TokenServer(
    RegistryAddress address,
    SecretScrubber secrets,
    RegistryFaults faults,
    TimeProvider time,
    TokenServer.Sender send)
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxTokenCharacters = 64 * 1024;
    private const long DefaultSeconds = 60;
    private const long MaxSeconds = 24 * 60 * 60;
    private static readonly TimeSpan MaxReading = TimeSpan.FromSeconds(30);

    /// <summary>Sends a request with the value of a Basic header, or with none.</summary>
    public delegate Task<HttpResponseMessage> Sender(
        string target, RegistryRequest request, string? basic, CancellationToken cancellationToken);

    /// <summary>Asks for a token; null when the request was too long for the server.</summary>
    /// <exception cref="RegistryException">There is none to be had.</exception>
    public async Task<BearerToken?> AskOrNullAsync(
        string target,
        AuthChallenge challenge,
        ImmutableArray<TokenScope> scopes,
        RegistryCredential? credential,
        CancellationToken cancellationToken)
    {
        RequireTrust(target, challenge.Realm!);
        var start = time.GetTimestamp();
        var request = Request(challenge, scopes, credential, isForm: credential?.IdentityToken is not null);
        var response = await AskTwiceAsync(target, request, credential, cancellationToken).ConfigureAwait(false);
        if (request.Body is not null
            && response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
        {
            response.Dispose();
            request = Request(challenge, scopes, credential, isForm: false);
            response = await AskTwiceAsync(target, request, credential, cancellationToken).ConfigureAwait(false);
        }

        using (response)
        {
            if (response.StatusCode is HttpStatusCode.RequestUriTooLong or HttpStatusCode.RequestHeaderFieldsTooLarge)
            {
                return null;
            }

            var (token, seconds) = await ReadAsync(target, request, response, cancellationToken).ConfigureAwait(false);
            return new BearerToken(token, scopes, TimeSpan.FromSeconds(Math.Clamp(seconds, 1, MaxSeconds)), start);
        }
    }

    // Token servers deny what they have just granted now and then; a second denial counts.
    private async Task<HttpResponseMessage> AskTwiceAsync(
        string target, RegistryRequest request, RegistryCredential? credential, CancellationToken cancellationToken)
    {
        var basic = request.Body is null ? BasicOf(credential) : null;
        var response = await send(target, request, basic, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
        {
            return response;
        }

        response.Dispose();
        return await send(target, request, basic, cancellationToken).ConfigureAwait(false);
    }

    private string? BasicOf(RegistryCredential? credential)
    {
        var basic = credential switch
        {
            { Password: not null } => credential.ToBasic(),
            { IdentityToken: { } token } => RegistryCredential.Of("<token>", token).ToBasic(),
            _ => null,
        };
        secrets.Add(basic ?? "");
        return basic;
    }

    private RegistryRequest Request(
        AuthChallenge challenge, ImmutableArray<TokenScope> scopes, RegistryCredential? credential, bool isForm)
    {
        var realm = challenge.Realm!;
        var what = $"getting a token from {secrets.Clean(realm.Authority)}";
        if (isForm)
        {
            return new RegistryRequest(RegistryOperation.Token, HttpMethod.Post, realm)
            {
                What = what,
                Scopes = scopes,
                Body = () => new FormUrlEncodedContent(
                [
                    new("grant_type", "refresh_token"),
                    new("service", challenge.Service ?? realm.Host),
                    new("client_id", "bindle2oci"),
                    new("scope", string.Join(' ', scopes)),
                    new("refresh_token", credential!.IdentityToken),
                ]),
            };
        }

        var query = new StringBuilder(realm.Query.Length > 1 ? realm.Query + "&" : "?");
        query.Append(challenge.Service is { } service ? $"service={Uri.EscapeDataString(service)}&" : "");
        query.AppendJoin('&', scopes.Select(scope => $"scope={Uri.EscapeDataString(scope.ToString())}"));
        return new RegistryRequest(
            RegistryOperation.Token, HttpMethod.Get, new Uri(realm.GetLeftPart(UriPartial.Path) + query))
        {
            What = what,
            Scopes = scopes,
        };
    }

    private async Task<(string Token, long Seconds)> ReadAsync(
        string target, RegistryRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await faults.RefusalAsync(target, request, response, cancellationToken).ConfigureAwait(false);
        }

        var bytes = await BoundedBody.ReadAsync(
            response,
            MaxBytes,
            MaxReading,
            time,
            cause => faults.Broken(target, request, request.Uri, cause),
            cancellationToken).ConfigureAwait(false);
        if (bytes.Length > MaxBytes)
        {
            throw faults.Nonsense(target, request, $"the answer has more than {MaxBytes} bytes");
        }

        try
        {
            var (token, seconds) = ContentReader.Read(bytes, "answer", MaxBytes, json => (
                json.TextOrNull("token") is { Length: > 0 } text ? text : json.TextOrNull("access_token"),
                json.Has("expires_in") ? json.WholeNumber("expires_in") : DefaultSeconds));
            return token is { Length: > 0 and <= MaxTokenCharacters } && !token.Any(unit => unit is <= ' ' or > '~')
                ? (token, seconds)
                : throw faults.Nonsense(target, request, "the answer has no token that can be sent");
        }
        catch (ManifestFormatException)
        {
            // The cause would show the answer, which may hold a token.
            throw faults.Nonsense(target, request, "the answer is not what a token server gives");
        }
    }

    private void RequireTrust(string target, Uri realm)
    {
        if (address.TokenServerFaultOrNull(realm) is { } fault)
        {
            // A user in the address is not shown.
            var place = realm.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
            throw new RegistryException(
                target,
                RegistryFailure.Credentials,
                $"{address.Host}: the registry sends for tokens to {secrets.Clean(place)}, which "
                + $"{secrets.Clean(fault)}. Nothing was sent there.");
        }
    }
}
