namespace OrasProject.Oras.Registry;

/// <summary>The shape of OrasProject.Oras 0.8, as far as the adapter uses it.</summary>
public interface IRepository : ITarget, ITagListable
{
    IAsyncEnumerable<Oci.Descriptor> FetchReferrersAsync(
        Oci.Descriptor descriptor, CancellationToken cancellationToken = default);
}
