using System.Net;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>
/// Makes the exceptions of one registry. They name whoever failed, which may be a host that the registry sent us to,
/// and repeat no secret that somebody on the way gives back.
/// </summary>
internal sealed class RegistryFaults(RegistryAddress address, SecretScrubber secrets, TimeProvider time)
{
    /// <summary>What was answered makes no sense: this is no registry, or a broken one.</summary>
    public RegistryException Nonsense(string target, RegistryRequest request, string fault) => new(
        target, RegistryFailure.Refused, $"{address.Host}: {request.What} failed: {secrets.Clean(fault)}.");

    /// <summary>Whether a document holds a login or a token that was sent.</summary>
    public bool HoldsSecret(ReadOnlySpan<byte> document) => secrets.IsIn(document);

    /// <summary>The answer is no success.</summary>
    public async Task<RegistryException> RefusalAsync(
        string target, RegistryRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ErrorBody.ReadAsync(response, secrets, time, cancellationToken).ConfigureAwait(false);
        var uri = RegistryHttp.SourceOf(request, response);
        var givenUp = AnswerFaults.GivenUpOrNull(response.RequestMessage);
        var (failure, advice) = Judge(request, uri, response, body);
        return new RegistryException(
            target,
            failure,
            $"{NameOf(request, uri)}: {request.What} failed with status {(int)response.StatusCode}{body.InBrackets}. "
            + $"{AnswerFaults.Tell(givenUp)}{advice}")
        {
            Status = response.StatusCode,
            Code = body.Code,
            IsTooLong = AnswerFaults.IsTooLong(response.StatusCode, body),
            IsGivenUp = givenUp is not null,
        };
    }

    /// <summary>No answer came, or it broke off.</summary>
    /// <param name="target">The target's description.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="uri">Where it was asked, perhaps after a redirect.</param>
    /// <param name="cause">What .NET says.</param>
    /// <param name="givenUp">Why a handler gave the request up; null when it did not.</param>
    public RegistryException Broken(
        string target, RegistryRequest request, Uri uri, Exception cause, string? givenUp = null)
    {
        var (failure, advice) = ConnectionFaults.Judge(cause);
        if (IsAskedPlainly(uri) && ConnectionFaults.MayWantTls(cause))
        {
            advice = TlsAdvice;
        }
        else if (ConnectionFaults.IsNoTls(cause))
        {
            advice += address.IsHome(uri)
                ? $" If plain HTTP is right there, allow it with --plain-http {address.Host}."
                : " The registry sends there by https; tell its owner.";
        }

        // Bytes of the other side are quoted in some of these texts, and the login of a proxy in others.
        var said = cause.ToString();
        var isShowable = said == ConnectionFaults.WithoutLogins(secrets.Clean(said));
        return new RegistryException(
            target,
            failure,
            $"{NameOf(request, uri)}: {request.What} failed: {ConnectionFaults.Describe(cause, secrets)}. "
            + $"{AnswerFaults.Tell(givenUp)}{advice}",
            isShowable ? cause : null)
        {
            IsGivenUp = givenUp is not null,
        };
    }

    private string TlsAdvice => address.IsNamedPlain
        ? "It was asked in plain HTTP; if it speaks TLS, leave --plain-http out."
        : "It was asked in plain HTTP, as registries of this machine are; if it speaks TLS, name its CA (--ca-file) or "
            + "let its certificate go unchecked (--insecure).";

    private (RegistryFailure Failure, string Advice) Judge(
        RegistryRequest request, Uri uri, HttpResponseMessage response, ErrorBody body) => response.StatusCode switch
        {
            HttpStatusCode.BadRequest when IsAskedPlainly(uri) && AnswerFaults.MayWantTls(request, body) => (
                RegistryFailure.Refused, TlsAdvice),

            // No credential goes there, so none can be wrong; but such an address is good for some minutes only.
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when IsElsewhere(request, uri) => (
                RegistryFailure.Temporary,
                "The registry sends us there and is not let in by that host; run again, and tell the registry's owner "
                + "if it stays."),
            _ => AnswerFaults.Judge(request, response, body, address.Profile),
        };

    private string NameOf(RegistryRequest request, Uri uri) => IsElsewhere(request, uri)
        ? $"{address.Host} (at {secrets.Clean(uri.Authority)})"
        : address.Host;

    // What is asked of a token server names it already, and credentials do go there.
    private bool IsElsewhere(RegistryRequest request, Uri uri) =>
        request.Operation != RegistryOperation.Token && !address.IsHome(uri);

    private bool IsAskedPlainly(Uri uri) => uri.Scheme == Uri.UriSchemeHttp && address.IsHome(uri);
}
