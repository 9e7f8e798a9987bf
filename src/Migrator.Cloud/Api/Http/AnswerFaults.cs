using System.Net;

namespace Migrator.Cloud.Api.Http;

/// <summary>Says what an answer means that is no success (spec/cloud-deploy.md 1.7).</summary>
internal static class AnswerFaults
{
    private const string LogIn = "Log in again: bindle2oci login.";

    /// <summary>Explains an answer.</summary>
    public static CloudException Explain(
        string host, CloudRequest request, CloudAnswer answer, SecretScrubber secrets)
    {
        var problem = ProblemDetails.Read(answer, secrets);
        var (failure, advice) = Judge(request, answer, problem);
        var next = secrets.Clean(advice);
        var told = problem.Words.Length == 0 ? "" : $" ({problem.Words})";
        return new CloudException(
            failure,
            request.What,
            $"{host}: {request.What} failed with status {(int)answer.Status}{told}. {next}")
        {
            Status = answer.Status,
            NextStep = next,
            RetryAfter = answer.RetryAfter,
            Errors = problem.Errors,
        };
    }

    /// <summary>A success that is not of the API: a web page, or JSON of another form.</summary>
    public static CloudException NotOfTheApi(
        string host, CloudRequest request, CloudAnswer answer, Exception? cause, SecretScrubber secrets)
    {
        const string next = "Check the address of the cloud; something else answers there.";
        var what = answer switch
        {
            { IsHtml: true } => "an HTML page",
            { Body.Length: 0 } => "nothing, where a document was due",
            _ => $"no such document as the API has ({MessageText.Clean(secrets.Clean(cause?.Message ?? ""))})",
        };
        return new CloudException(
            CloudFailure.Unexpected,
            request.What,
            $"{host}: {request.What} was answered with {what}. {next}",
            secrets.CauseOrNull(cause))
        {
            Status = answer.Status,
            NextStep = next,
        };
    }

    /// <summary>
    /// A document with the login's token in it. Names and texts of documents go into reports and journals, cut and put
    /// together anew, where no secret could be found again, so nothing of it is read.
    /// </summary>
    public static CloudException WithToken(string host, CloudRequest request)
    {
        const string next = "Do not trust what answers there: check the address, and have the login withdrawn.";
        return new CloudException(
            CloudFailure.Unexpected,
            request.What,
            $"{host}: {request.What} was answered with the login's own token, so nothing of that is read. {next}")
        {
            NextStep = next,
        };
    }

    private static (CloudFailure Failure, string Next) Judge(
        CloudRequest request, CloudAnswer answer, ProblemDetails problem) => answer.Status switch
        {
            HttpStatusCode.Unauthorized => (CloudFailure.Credentials, LogIn),
            HttpStatusCode.TooManyRequests => (
                CloudFailure.RateLimited,
                "The limit of requests or deploys is reached (10 deploys a minute, 100 an hour); run again later."),
            HttpStatusCode.Forbidden when IsLimit(problem) => (
                CloudFailure.RateLimited, "A limit of the account is reached; run again later."),
            HttpStatusCode.Forbidden => (
                CloudFailure.Credentials, "The account may not do this; log in with one that may."),
            HttpStatusCode.RequestTimeout or (HttpStatusCode)425 => (
                CloudFailure.Temporary, "The cloud is busy; run again."),
            HttpStatusCode.InternalServerError when IsCreation(request) => (
                CloudFailure.Temporary,
                "The cloud fails so when the account has all the apps it may have, or the app uses what the cloud "
                + "does not run; check both, and run again: an app that was left empty is repaired."),
            HttpStatusCode.NotImplemented => (CloudFailure.Refused, "The cloud cannot do this."),
            >= HttpStatusCode.InternalServerError => (
                CloudFailure.Temporary, "The cloud or a proxy before it is in trouble; run again later."),
            _ when answer.IsHtml => (CloudFailure.Unexpected, "Check the address of the cloud, and proxies before it."),
            HttpStatusCode.NotFound => (CloudFailure.NotFound, "Check that it is there, and that this is its account."),
            HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType when IsReadWithBody(request) => (
                CloudFailure.Unexpected,
                "This request is a GET with a body; a proxy that drops such bodies must be gone around."),
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => (
                CloudFailure.Invalid, "Mend what is named and run again."),
            HttpStatusCode.RequestEntityTooLarge => (CloudFailure.Refused, "It is too long for the cloud."),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => (
                CloudFailure.Unexpected, RedirectAdvice(answer)),
            _ => (CloudFailure.Refused, "The cloud does not take this."),
        };

    private static string RedirectAdvice(CloudAnswer answer) => answer.Location is { IsAbsoluteUri: true } location
        ? $"Redirects are not followed; log in at {location.GetLeftPart(UriPartial.Authority)} if that is the cloud."
        : "Redirects are not followed; check the address of the cloud.";

    private static bool IsCreation(CloudRequest request) =>
        request.Method == HttpMethod.Post && request.Path is "/api/apps";

    private static bool IsReadWithBody(CloudRequest request) =>
        request.Method == HttpMethod.Get && request.Body is not null;

    private static bool IsLimit(ProblemDetails problem) =>
        problem.Words.Contains("limit", StringComparison.OrdinalIgnoreCase)
        || problem.Words.Contains("quota", StringComparison.OrdinalIgnoreCase);
}
