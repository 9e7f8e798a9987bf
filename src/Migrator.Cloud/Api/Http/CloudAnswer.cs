using System.Net;

namespace Migrator.Cloud.Api.Http;

/// <summary>An answer, read whole.</summary>
/// <param name="Status">Its status.</param>
/// <param name="MediaType">Its media type, small letters; empty when it names none.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record CloudAnswer(HttpStatusCode Status, string MediaType, byte[] Body)
{
    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where a redirect leads; null when it leads nowhere.</summary>
    public Uri? Location { get; init; }

    /// <summary>The digest of what a registry answers with; null when it names none.</summary>
    public string? ContentDigest { get; init; }

    /// <summary>Whether it says that the request was done.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Whether it is a web page, as proxies, portals and parked hosts give.</summary>
    public bool IsHtml =>
        MediaType is "text/html" or "application/xhtml+xml"
        || Body.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("<"u8);

    /// <summary>Reads an answer.</summary>
    /// <exception cref="IOException">It is longer than the bound.</exception>
    public static async Task<CloudAnswer> ReadAsync(
        HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        var body = await BoundedBody.ReadAsync(response.Content, maxBytes, cancellationToken).ConfigureAwait(false);
        var mediaType = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "";
        return new CloudAnswer(response.StatusCode, mediaType, body)
        {
            RetryAfter = response.Headers.RetryAfter?.Delta,
            Location = response.Headers.Location,
            ContentDigest = response.Headers.TryGetValues("Docker-Content-Digest", out var digests)
                ? digests.First()
                : null,
        };
    }
}
