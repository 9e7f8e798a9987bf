using System.Collections.Immutable;
using System.Net.Http.Headers;
using Migrator.Oci.Auth;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>A request that can be sent again, with other credentials or to where it was redirected.</summary>
internal sealed record RegistryRequest(RegistryOperation Operation, HttpMethod Method, Uri Uri)
{
    /// <summary>What its token must allow.</summary>
    public ImmutableArray<TokenScope> Scopes { get; init; } = [];

    /// <summary>Makes the body; null for none.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>The media types that are taken; null for all.</summary>
    public string? Accept { get; init; }

    /// <summary>
    /// Hears whether it waits to be sent (<see cref="RegistryRequestKeys.HeldBack"/>); null for nobody.
    /// </summary>
    public Action<bool>? HeldBack { get; init; }

    /// <summary>The first byte of the answer's body that is wanted; 0 for all.</summary>
    public long From { get; init; }

    /// <summary>What is asked, in words: "reading manifest 1.0".</summary>
    public required string What { get; init; }

    /// <summary>Makes the message.</summary>
    public HttpRequestMessage ToMessage(string registry, Uri uri)
    {
        // HTTP/1.1 with many connections: one HTTP/2 connection has one flow control window for all blobs.
        var message = new HttpRequestMessage(Method, uri)
        {
            Version = System.Net.HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = Body?.Invoke(),
        };
        message.Options.Set(RegistryRequestKeys.Operation, Operation);
        message.Options.Set(RegistryRequestKeys.Registry, registry);
        if (HeldBack is not null)
        {
            message.Options.Set(RegistryRequestKeys.HeldBack, HeldBack);
        }

        message.Headers.TryAddWithoutValidation("User-Agent", "bindle2oci");
        if (Accept is not null)
        {
            message.Headers.TryAddWithoutValidation("Accept", Accept);
        }

        if (From > 0)
        {
            message.Headers.Range = new RangeHeaderValue(From, null);
        }

        return message;
    }
}
