namespace Migrator.Bindle.Sources.Server;

/// <summary>
/// What handlers find in <see cref="HttpRequestMessage.Options"/> of each request to a Bindle server, and leave there.
/// </summary>
public static class BindleRequestKeys
{
    /// <summary>
    /// To be called with true by a handler that holds the request back, to wait for its turn or to ask again later, and
    /// with false when it goes on: what is waited for in between is not the server's silence.
    /// </summary>
    public static readonly HttpRequestOptionsKey<Action<bool>> HeldBack = new("bindle.held-back");

    /// <summary>
    /// Why a request is not worth sending again, in a few words: set by a handler that has sent it as often as it may,
    /// or that was told to wait for too long. It is the key that clients of registries look for, so that one handler
    /// can serve both.
    /// </summary>
    public static readonly HttpRequestOptionsKey<string> GivenUp = new("oci.given-up");
}
