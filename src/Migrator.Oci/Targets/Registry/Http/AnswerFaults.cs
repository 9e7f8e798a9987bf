using System.Net;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>Says what an answer means that is no success (spec/oci-peers.md 6c).</summary>
internal static class AnswerFaults
{
    /// <summary>What it is, and what to do next.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="response">What came back.</param>
    /// <param name="body">The registry's own words.</param>
    /// <param name="profile">What is known of the registry.</param>
    public static (RegistryFailure Failure, string Advice) Judge(
        RegistryRequest request, HttpResponseMessage response, ErrorBody body, RegistryProfile profile)
    {
        if (body.Code == "NAME_UNKNOWN" && response.StatusCode == HttpStatusCode.NotFound)
        {
            return (RegistryFailure.Refused, NoRepository(request, profile));
        }

        var (failure, advice) = Judge(request, response, body);
        return (failure, advice + PlaceAdvice(request, response.StatusCode, body, profile));
    }

    /// <summary>
    /// Whether a host that speaks TLS, asked in plain HTTP, answers 400 like this. It says so in the body, and to HEAD
    /// there is none.
    /// </summary>
    public static bool MayWantTls(RegistryRequest request, ErrorBody body) =>
        request.Method == HttpMethod.Head || (body.Code is null && Says(body, "https"));

    /// <summary>Whether a request is refused for its length, and not for what all of them take up.</summary>
    public static bool IsTooLong(HttpStatusCode status, ErrorBody body) =>
        status == HttpStatusCode.RequestEntityTooLarge && !IsQuota(status, body) && !Says(body, ErrorBody.NoSpace);

    /// <summary>Why a handler gave a request up; null when it did not.</summary>
    public static string? GivenUpOrNull(HttpRequestMessage? message) =>
        message is not null && message.Options.TryGetValue(RegistryRequestKeys.GivenUp, out var reason) ? reason : null;

    /// <summary>A sentence of it for a message; empty when there is nothing to tell.</summary>
    public static string Tell(string? givenUp) => givenUp is null ? "" : $"Given up: {givenUp}. ";

    private static (RegistryFailure Failure, string Advice) Judge(
        RegistryRequest request, HttpResponseMessage response, ErrorBody body) => response.StatusCode switch
        {
            HttpStatusCode.ProxyAuthenticationRequired => (
                RegistryFailure.Credentials, "The proxy wants a login; put it into the proxy's address."),
            _ when response.StatusCode == HttpStatusCode.InsufficientStorage || Says(body, ErrorBody.NoSpace) => (
                RegistryFailure.Refused, "The storage is full; make room and run again."),
            var status when IsQuota(status, body) => (
                RegistryFailure.Refused, "A quota is used up; raise it or make room."),
            _ when LoginFaults.AdviceOrNull(request, response, body) is { } advice => (
                RegistryFailure.Credentials, advice),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (HttpStatusCode)425 => (
                RegistryFailure.Temporary, "The registry is busy; run again later."),
            HttpStatusCode.MethodNotAllowed when IsWrite(request) && !Says(body, "invalid parameter") => (
                RegistryFailure.Temporary, "The registry takes no writes now, as in maintenance; run again later."),
            HttpStatusCode.NotImplemented => (RegistryFailure.Refused, "The registry cannot do this."),
            >= HttpStatusCode.InternalServerError => (
                RegistryFailure.Temporary, "The registry or a proxy before it is in trouble; run again later."),
            _ when body.Code == "BLOB_UPLOAD_UNKNOWN" => (
                RegistryFailure.Refused,
                "The registry does not know the upload that it has opened itself; run again, and if it stays, see "
                + "whether several hosts answer by this name that do not share their uploads."),
            HttpStatusCode.NotFound => (RegistryFailure.Refused, NotFoundAdvice(request, body)),
            HttpStatusCode.RequestEntityTooLarge => (
                RegistryFailure.Refused,
                "The registry, or a proxy before it, takes no body of that length; raise its limit (in nginx, "
                + "client_max_body_size), or go past the proxy."),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => (
                RegistryFailure.Refused, "This redirect is not followed; name the host that it leads to."),
            _ when request.Operation == RegistryOperation.ManifestWrite && body.Code == "DIGEST_INVALID" => (
                RegistryFailure.Temporary,
                "The registry read something else than was sent, as when several write the same at once; run again."),
            _ when request.Operation == RegistryOperation.ManifestWrite => (
                RegistryFailure.Refused, "The registry does not take this manifest; try another profile of artifact."),
            _ when IsRead(request) => (
                RegistryFailure.Refused, "The registry does not give this out; look at its rules for the repository."),
            _ => (RegistryFailure.Refused, "The registry does not take this; check the name of the repository."),
        };

    private static bool IsRead(RegistryRequest request) => request.Operation is RegistryOperation.ManifestLook
        or RegistryOperation.ManifestRead or RegistryOperation.BlobLook or RegistryOperation.BlobRead
        or RegistryOperation.TagList or RegistryOperation.ReferrerList;

    private static bool IsQuota(HttpStatusCode status, ErrorBody body) =>
        status is HttpStatusCode.Forbidden or HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestEntityTooLarge
        && (Says(body, "quota") || Says(body, "storage limit") || Says(body, "insufficient storage"));

    private static bool IsWrite(RegistryRequest request) =>
        request.Operation is RegistryOperation.UploadStart or RegistryOperation.ManifestWrite;

    private static bool Says(ErrorBody body, string word) =>
        body.Message.Contains(word, StringComparison.OrdinalIgnoreCase)
        || (body.Code?.Contains(word, StringComparison.OrdinalIgnoreCase) ?? false);

    private static string NotFoundAdvice(RegistryRequest request, ErrorBody body) => body.Code switch
    {
        null or "" => $"Either there is no such repository, or the account lacks {LoginFaults.Needed(request)}: some "
            + "registries hide what an account may not see.",
        _ => "Check the name of the repository.",
    };

    private static string NoRepository(RegistryRequest request, RegistryProfile profile) =>
        $"The repository is not there, or hidden from an account without {LoginFaults.Needed(request)}; "
        + $"{(MakesSomething(request) ? $"make it first{InBrackets(request, profile)}, or " : "")}check its name.";

    // What has to be there before a push, in the words of those who want it: Harbor's "project team not found" and
    // Google's "denied on resource ... (or it may not exist)".
    private static string PlaceAdvice(
        RegistryRequest request, HttpStatusCode status, ErrorBody body, RegistryProfile profile) => status switch
        {
            not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound) => "",
            _ when !MakesSomething(request) => "",
            _ when Says(body, "project") && Says(body, "not found") =>
                " A push makes no project: make it first, in the registry's pages or its API (Harbor: POST "
                + "/api/v2.0/projects).",
            _ when Says(body, "may not exist") =>
                $" If the repository is not there, make it first{InBrackets(request, profile)}.",
            _ => "",
        };

    private static bool MakesSomething(RegistryRequest request) => request.Operation is
        RegistryOperation.UploadStart or RegistryOperation.UploadWhole or RegistryOperation.UploadChunk
        or RegistryOperation.UploadEnd or RegistryOperation.ManifestWrite;

    private static string InBrackets(RegistryRequest request, RegistryProfile profile) =>
        !request.Scopes.IsDefaultOrEmpty && profile.CreateCommandOrNull(request.Scopes[0].Repository) is { } command
            ? $" ({command})"
            : "";
}
