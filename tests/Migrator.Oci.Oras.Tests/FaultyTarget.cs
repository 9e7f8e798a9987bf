using OrasProject.Oras.Oci;

namespace Migrator.Oci.Oras.Tests;

/// <summary>Has nothing, and fails on every push.</summary>
internal sealed class FaultyTarget(Exception fault) : OrasProject.Oras.ITarget
{
    public Task<bool> ExistsAsync(Descriptor target, CancellationToken cancellationToken = default) =>
        Task.FromResult(false);

    public Task<Stream> FetchAsync(Descriptor target, CancellationToken cancellationToken = default) => throw fault;

    public Task PushAsync(Descriptor expected, Stream content, CancellationToken cancellationToken = default) =>
        Task.FromException(fault);

    public Task<Descriptor> ResolveAsync(string reference, CancellationToken cancellationToken = default) =>
        throw fault;

    public Task TagAsync(Descriptor descriptor, string reference, CancellationToken cancellationToken = default) =>
        throw fault;
}
