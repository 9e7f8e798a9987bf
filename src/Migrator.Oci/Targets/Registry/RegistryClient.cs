using System.Collections.Concurrent;
using Migrator.Oci.Auth;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Oci.Targets.Registry.Uploads;

namespace Migrator.Oci.Targets.Registry;

/// <summary>Opens repositories of registries as targets.</summary>
/// <remarks>
/// Keeps what targets share: tokens, which repository has which blob, and what was learned of each registry. Use one
/// for a whole run. Safe for use by several threads at once.
/// </remarks>
/// <param name="options">How registries are reached.</param>
public sealed class RegistryClient(RegistryOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<string, KnownRegistry> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// How long a push that is stopped may take to end at a registry that does not answer: it hears where an upload is
    /// that was being opened, and then cancels it.
    /// </summary>
    public static TimeSpan StopTime => 2 * UploadSession.CancelTimeout;

    /// <summary>Opens a repository to push to. Nothing is sent yet.</summary>
    /// <param name="reference">The repository; tag and digest do not count.</param>
    /// <returns>The target.</returns>
    public RegistryTarget Open(RegistryReference reference) => Open(reference, canPush: true);

    /// <summary>Opens a repository to read. Nothing is sent yet.</summary>
    /// <param name="reference">The repository; tag and digest do not count.</param>
    /// <returns>The target, which asks for no right to push.</returns>
    public IReadOnlyTarget OpenReadOnly(RegistryReference reference) => Open(reference, canPush: false);

    /// <summary>Tells which repositories will be pushed to, so that a token can be asked for many at once.</summary>
    /// <param name="references">The repositories.</param>
    public void Expect(IEnumerable<RegistryReference> references)
    {
        ArgumentNullException.ThrowIfNull(references);
        foreach (var host in references.GroupBy(reference => reference.Host, StringComparer.OrdinalIgnoreCase))
        {
            HostAt(host.Key).Http.Expect(host.Select(reference => new TokenScope(reference.Repository, CanPush: true)));
        }
    }

    /// <summary>Ends the use of all targets; the handler stays the caller's.</summary>
    public void Dispose()
    {
        foreach (var host in _hosts.Values)
        {
            host.Dispose();
        }
    }

    private RegistryTarget Open(RegistryReference reference, bool canPush)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return new RegistryTarget(new RegistryRepository(HostAt(reference.Host), reference.Repository, canPush));
    }

    private KnownRegistry HostAt(string host) =>
        _hosts.GetOrAdd(host, name => new KnownRegistry(new RegistryAddress(name, options), options));
}
