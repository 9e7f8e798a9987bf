namespace OrasProject.Oras.Registry;

/// <summary>The shape of OrasProject.Oras 0.8.</summary>
public interface ITagListable
{
    IAsyncEnumerable<string> ListTagsAsync(string? last = default, CancellationToken cancellationToken = default);
}
