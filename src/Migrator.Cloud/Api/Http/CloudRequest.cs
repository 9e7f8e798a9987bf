using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Migrator.Cloud.Api.Http;

/// <summary>A request that can be sent again with another token.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query, beginning with <c>/</c>.</param>
/// <param name="What">What is asked, in words: "creating app hello".</param>
internal sealed record CloudRequest(HttpMethod Method, string Path, string What)
{
    /// <summary>The JSON body; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Whether the request goes without a token.</summary>
    public bool IsAnonymous { get; init; }

    /// <summary>A token of its own, which is not renewed; null to ask for the one in use.</summary>
    public string? OwnToken { get; init; }

    /// <summary>Whether it is of a login, whose answers have secrets in them and are never told.</summary>
    public bool IsOfLogin => IsAnonymous || OwnToken is not null;

    /// <summary>The same request with a body.</summary>
    public CloudRequest With<T>(T body, JsonTypeInfo<T> type) =>
        this with { Body = JsonSerializer.SerializeToUtf8Bytes(body, type) };

    /// <summary>Makes the message.</summary>
    public HttpRequestMessage ToMessage(string root, string? token)
    {
        var message = new HttpRequestMessage(Method, root + Path);
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        message.Headers.TryAddWithoutValidation("Api-Version", "1.0");
        message.Headers.TryAddWithoutValidation("User-Agent", "bindle2oci");
        if (token is not null)
        {
            message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return message;
    }
}
