using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Migrator.Testing.Registries;

/// <summary>A request, taken apart: kind, repository and reference.</summary>
public sealed partial class ReceivedRequest
{
    private ReceivedRequest(HttpContext context)
    {
        Context = context;
        Body = context.Request.Body;
    }

    /// <summary>What it asks for.</summary>
    public RequestKind Kind { get; private init; }

    /// <summary>The repository; empty where the path names none.</summary>
    public string Repository { get; private init; } = "";

    /// <summary>The tag, digest or session id in the path; empty where there is none.</summary>
    public string Reference { get; private init; } = "";

    /// <summary>Its method.</summary>
    public string Method => Context.Request.Method;

    /// <summary>Its body; faults put a stream of their own in front.</summary>
    public Stream Body { get; set; }

    /// <summary>Set when the client hangs up.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    internal HttpContext Context { get; }

    /// <summary>The root it was sent to: scheme, host and port, without a slash at the end.</summary>
    public string Root => $"{Context.Request.Scheme}://{Context.Request.Host.Value}";

    /// <summary>A value of the query; null when it is not there.</summary>
    /// <param name="name">Its name.</param>
    public string? Query(string name) => Context.Request.Query[name] is [{ } value, ..] ? value : null;

    /// <summary>How many values of a name the query has.</summary>
    /// <param name="name">The name.</param>
    public int CountOf(string name) => Context.Request.Query[name].Count;

    /// <summary>A header's first value; null when it is not there.</summary>
    /// <param name="name">Its name.</param>
    public string? Header(string name) => Context.Request.Headers[name] is [{ } value, ..] ? value : null;

    internal static ReceivedRequest Of(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var method = context.Request.Method;
        if (path is "/v2/" or "/v2")
        {
            return new(context) { Kind = RequestKind.Ping };
        }

        if (path.StartsWith("/token", StringComparison.Ordinal))
        {
            return new(context) { Kind = RequestKind.Token };
        }

        return Route().Match(path) is { Success: true } match
            ? new(context)
            {
                Kind = KindOf(method, match.Groups["place"].Value),
                Repository = match.Groups["name"].Value,
                Reference = match.Groups["reference"].Value,
            }
            : new(context);
    }

    private static RequestKind KindOf(string method, string place) => (place, method) switch
    {
        ("blobs/uploads", "POST") => RequestKind.UploadPost,
        ("blobs/uploads" or "blobs/upload", "PATCH") => RequestKind.UploadPatch,
        ("blobs/uploads" or "blobs/upload", "PUT") => RequestKind.UploadPut,
        ("blobs/uploads" or "blobs/upload", "GET") => RequestKind.UploadGet,
        ("blobs/uploads" or "blobs/upload", "DELETE") => RequestKind.UploadDelete,
        ("blobs", "HEAD") => RequestKind.BlobHead,
        ("blobs", "GET") => RequestKind.BlobGet,
        ("manifests", "HEAD") => RequestKind.ManifestHead,
        ("manifests", "GET") => RequestKind.ManifestGet,
        ("manifests", "PUT") => RequestKind.ManifestPut,
        ("tags", "GET") => RequestKind.TagsList,
        ("referrers", "GET") => RequestKind.Referrers,
        ("storage", "GET") => RequestKind.StorageGet,
        _ => RequestKind.Other,
    };

    [GeneratedRegex(
        "^/v2/(?<name>.+?)/(?<place>blobs/uploads?|blobs|manifests|tags|referrers|storage)/(?<reference>[^/]*)/?$")]
    private static partial Regex Route();
}
