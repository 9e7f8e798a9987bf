using OrasProject.Oras.Oci;

namespace Migrator.Oci.Oras.Tests;

/// <summary>Wraps what reading the content fails with, as an HTTP client does.</summary>
internal sealed class WrappingTarget : OrasProject.Oras.ITarget
{
    public Task<bool> ExistsAsync(Descriptor target, CancellationToken cancellationToken = default) =>
        Task.FromResult(false);

    public Task<Stream> FetchAsync(Descriptor target, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public async Task PushAsync(Descriptor expected, Stream content, CancellationToken cancellationToken = default)
    {
        try
        {
            await content.CopyToAsync(Stream.Null, cancellationToken);
        }
        catch (Exception fault)
        {
            throw new HttpRequestException("Error while copying content to a stream.", fault);
        }
    }

    public Task<Descriptor> ResolveAsync(string reference, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task TagAsync(Descriptor descriptor, string reference, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
