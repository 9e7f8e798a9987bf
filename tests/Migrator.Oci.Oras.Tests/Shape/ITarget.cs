namespace OrasProject.Oras;

/// <summary>The shape of OrasProject.Oras 0.8: storage by descriptor, and tags.</summary>
public interface ITarget
{
    Task<bool> ExistsAsync(Oci.Descriptor target, CancellationToken cancellationToken = default);

    Task<Stream> FetchAsync(Oci.Descriptor target, CancellationToken cancellationToken = default);

    Task PushAsync(Oci.Descriptor expected, Stream content, CancellationToken cancellationToken = default);

    Task<Oci.Descriptor> ResolveAsync(string reference, CancellationToken cancellationToken = default);

    Task TagAsync(Oci.Descriptor descriptor, string reference, CancellationToken cancellationToken = default);
}
