namespace Migrator.Bindle.Sources.Server;

/// <summary>
/// What handlers find in <see cref="HttpRequestMessage.Options"/> of each request to a Bindle server.
/// </summary>
public static class BindleRequestKeys
{
    /// <summary>
    /// To be called with true by a handler that holds the request back, to wait for its turn or to ask again later, and
    /// with false when it goes on: what is waited for in between is not the server's silence.
    /// </summary>
    public static readonly HttpRequestOptionsKey<Action<bool>> HeldBack = new("bindle.held-back");
}
