using Migrator.Oci.Auth;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>What handlers find in <see cref="HttpRequestMessage.Options"/> of each request to a registry.</summary>
public static class RegistryRequestKeys
{
    /// <summary>What the request is for.</summary>
    public static readonly HttpRequestOptionsKey<RegistryOperation> Operation = new("oci.operation");

    /// <summary>
    /// The registry's host, with its port if any, also when the request goes to its token server or storage.
    /// </summary>
    public static readonly HttpRequestOptionsKey<string> Registry = new("oci.registry");

    /// <summary>
    /// Why a request is not worth sending again, in a few words: set by a handler that has sent it as often as it may,
    /// or that was told to wait for too long. This library then does not try again either.
    /// </summary>
    public static readonly HttpRequestOptionsKey<string> GivenUp = new("oci.given-up");

    /// <summary>
    /// What a handler calls, when it is there: with true while it keeps the request back, to send it later or again;
    /// with false when it goes on. A request that is kept back is stopped at once, as nothing of it is under way.
    /// </summary>
    public static readonly HttpRequestOptionsKey<Action<bool>> HeldBack = new("oci.held-back");

    /// <summary>Whether the request goes to the registry itself, and not to a host that it sent us to.</summary>
    internal static readonly HttpRequestOptionsKey<bool> IsHome = new("oci.is-home");

    /// <summary>How a login goes along with the request.</summary>
    internal static readonly HttpRequestOptionsKey<SentLogin> Login = new("oci.login");

    /// <summary>
    /// Whether a request may be sent again after its connection broke. The bodies of uploads may not: how much of them
    /// arrived must be asked first, which this library does. After an answer such as 429, each may be sent again.
    /// </summary>
    /// <param name="operation">What the request is for.</param>
    /// <returns>Whether it may.</returns>
    public static bool MaySendAgain(RegistryOperation operation) => operation is not (RegistryOperation.UploadWhole
        or RegistryOperation.UploadChunk or RegistryOperation.UploadEnd or RegistryOperation.UploadCancel);
}
