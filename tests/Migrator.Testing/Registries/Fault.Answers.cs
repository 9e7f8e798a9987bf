using System.Globalization;

namespace Migrator.Testing.Registries;

// Answers in place of the registry's own, and answers that lie.
public sealed partial class Fault
{
    /// <summary>A status with the specification's error body.</summary>
    /// <param name="status">The status.</param>
    /// <param name="code">The code in the body.</param>
    /// <param name="message">The message in the body.</param>
    public static Fault Status(int status, string code = "UNKNOWN", string message = "unknown error") =>
        Instead($"{status} {code}", _ => RegistryErrors.Json(status, code, message));

    /// <summary>Any answer.</summary>
    /// <param name="answer">The answer; it is made anew for each request.</param>
    public static Fault Answer(Func<RegistryAnswer> answer) => Instead("answer", _ => answer());

    /// <summary>429 in one of the forms of <see cref="ThrottleForm"/>.</summary>
    /// <param name="form">The form; null for the personality's own.</param>
    public static Fault Throttled(Func<RegistryAnswer>? form = null) =>
        Instead("429", call => (form ?? call.Host.Personality.Throttled)());

    /// <summary>500, and whatever proved who asks given back in the body and in a warning.</summary>
    public static Fault EchoesLogin() => Instead("echo", call =>
    {
        var login = $"{call.Request.Header("Authorization")} of {RegistryProcessOptions.UserPassword}";
        return new RegistryAnswer(500)
            .WithText("text/plain", $"no luck with {login}")
            .With("Warning", $"299 - \"you sent {login}\"");
    });

    /// <summary>A page for people, as proxies and captive portals send.</summary>
    /// <param name="status">The status, 200 too.</param>
    public static Fault Html(int status) => Instead($"{status} html", _ => RegistryErrors.Html(status, "Bad gateway"));

    /// <summary>A redirect.</summary>
    /// <param name="location">Where to.</param>
    /// <param name="status">301, 302, 303, 307 or 308.</param>
    public static Fault Redirect(string location, int status = 307) =>
        Instead($"{status} to {location}", _ => new RegistryAnswer(status).With("Location", location));

    /// <summary>A redirect to the same path at the storage host, which serves it without credentials.</summary>
    /// <param name="status">301, 302, 303, 307 or 308.</param>
    public static Fault RedirectToStorage(int status = 307) => Instead($"{status} to storage", call =>
    {
        var request = call.Request.Context.Request;
        var mark = request.QueryString.HasValue ? "&" : "?";
        return new RegistryAnswer(status).With(
            "Location",
            $"{call.Host.StorageRoot}{request.Path}{request.QueryString}{mark}signature=tests");
    });

    /// <summary>A redirect to itself.</summary>
    public static Fault RedirectLoop() => Instead("redirect loop", call => new RegistryAnswer(307).With(
        "Location",
        call.Request.Root + call.Request.Context.Request.Path + call.Request.Context.Request.QueryString));

    /// <summary>
    /// Every token given so far is revoked, then the request is served: 401 in the middle of the work.
    /// </summary>
    public static Fault TokensRevoked() => new("tokens revoked", call =>
    {
        call.Host.Tokens?.RevokeAll();
        return call.ServeAsync();
    });

    /// <summary>The request is done, and its answer is another: a commit that worked and says 500, for one.</summary>
    /// <param name="status">The status.</param>
    public static Fault DoneButSays(int status) =>
        Afterwards($"done, says {status}", (_, _) => RegistryErrors.Json(status, "UNKNOWN", "unknown error"));

    /// <summary>
    /// The body is taken and forgotten, and the answer is 201: a blob or manifest that is not there afterwards.
    /// </summary>
    public static Fault SaysCreated() => new("created, not kept", async call =>
    {
        await call.Request.Body.CopyToAsync(Stream.Null, call.Request.Aborted);
        call.Host.CloseSession(call.Request.Reference);
        var digest = call.Request.Query("digest") ?? call.Request.Reference;
        return new RegistryAnswer(201)
            .With("Location", $"{call.Request.Root}/v2/{call.Request.Repository}/blobs/{digest}")
            .With("Docker-Content-Digest", digest);
    });

    /// <summary>A header of the answer says something else.</summary>
    /// <param name="header">The header.</param>
    /// <param name="value">Its value; null to leave it out.</param>
    public static Fault Header(string header, string? value) =>
        Afterwards($"{header}: {value}", (_, answer) => answer.With(header, value));

    /// <summary>One more header on a good answer: a <c>Warning</c>, for one.</summary>
    /// <param name="header">The header.</param>
    /// <param name="value">Its value.</param>
    public static Fault ExtraHeader(string header, string value) =>
        Afterwards($"+{header}", (_, answer) => answer.Adding(header, value));

    /// <summary>The answer says another digest.</summary>
    public static Fault WrongDigest() => Header("Docker-Content-Digest", "sha256:" + new string('0', 64));

    /// <summary>So many headers that no client should read them all.</summary>
    /// <param name="bytes">About how long they are.</param>
    public static Fault HugeHeaders(int bytes) => Afterwards("huge headers", (_, answer) =>
    {
        for (var number = 0; number < bytes / 1000; number++)
        {
            answer = answer.With("X-Filler-" + number.ToString(CultureInfo.InvariantCulture), new string('x', 1000));
        }

        return answer;
    });
}
