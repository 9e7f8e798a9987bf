namespace OrasProject.Oras.Content;

/// <summary>The shape of OrasProject.Oras 0.8.</summary>
public interface IPredecessorFindable
{
    Task<IEnumerable<Oci.Descriptor>> GetPredecessorsAsync(
        Oci.Descriptor node, CancellationToken cancellationToken = default);
}
