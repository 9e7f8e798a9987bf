using System.Net;

namespace Migrator.Cli.Registries;

/// <summary>
/// The proxy of the usual variables, but not for this machine: no proxy reaches it, and other tools for registries do
/// the same.
/// </summary>
internal sealed class LoopbackBypass(IWebProxy proxy) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : proxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
}
