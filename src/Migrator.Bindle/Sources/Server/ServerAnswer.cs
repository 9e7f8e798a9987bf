using System.Net;

namespace Migrator.Bindle.Sources.Server;

/// <summary>One answer with its body not yet read; holds one of the connection's slots until disposed.</summary>
internal sealed class ServerAnswer(
    HttpResponseMessage response, BindleServerCredential? credential, SemaphoreSlim slots) : IDisposable
{
    private int _isDisposed;

    /// <summary>What the server was shown; null when nothing.</summary>
    public BindleServerCredential? Credential => credential;

    public HttpStatusCode Status => response.StatusCode;

    /// <summary>Why it was not asked again; null when nothing kept from that.</summary>
    public string? GivenUp => ServerFaults.GivenUpOrNull(response.RequestMessage);

    /// <summary>The content type as sent; null when there is none, or an empty one.</summary>
    public string? ContentType => Header("Content-Type");

    /// <summary>The coding of the body; null when it is sent as it is.</summary>
    public string? ContentEncoding =>
        Header("Content-Encoding") is { } coding && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)
            ? coding
            : null;

    public Task<Stream> OpenBodyAsync(CancellationToken cancellationToken) =>
        response.Content.ReadAsStreamAsync(cancellationToken);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            response.Dispose();
            slots.Release();
        }
    }

    // Unvalidated, for servers send whatever a label says (spec/bindle.md 5.9).
    private string? Header(string name) =>
        response.Content.Headers.NonValidated.TryGetValues(name, out var values)
            && values.FirstOrDefault() is { Length: > 0 } value
                ? value
                : null;
}
