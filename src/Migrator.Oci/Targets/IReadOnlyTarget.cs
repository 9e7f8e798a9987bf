using Migrator.Oci.Model;

namespace Migrator.Oci.Targets;

/// <summary>A place to read OCI content from: an image layout, an archive, memory, a registry.</summary>
/// <remarks>
/// Safe for use by several threads at once. Errors of the place itself are <see cref="TargetException"/>.
/// </remarks>
public interface IReadOnlyTarget : IAsyncDisposable
{
    /// <summary>What the target is, for messages: kind and path or host, no secret.</summary>
    string Description { get; }

    /// <summary>Finds a manifest by tag or digest.</summary>
    /// <param name="reference">A tag, or a digest as text.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    /// <returns>The manifest's descriptor, or null when there is none.</returns>
    Task<Descriptor?> ResolveOrNullAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Whether a blob or manifest is there.</summary>
    /// <param name="descriptor">Which one; digest and size count.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    /// <returns>True when it is there with that size.</returns>
    Task<bool> ExistsAsync(Descriptor descriptor, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a blob or manifest. The stream fails at its end when digest or size is not the descriptor's.
    /// </summary>
    /// <param name="descriptor">Which one.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>A verifying stream that the caller disposes.</returns>
    /// <exception cref="TargetException">It is not there or cannot be read.</exception>
    Task<Stream> OpenAsync(Descriptor descriptor, CancellationToken cancellationToken);

    /// <summary>Lists the tags.</summary>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The tags, in ordinal order.</returns>
    IAsyncEnumerable<string> ListTagsAsync(CancellationToken cancellationToken);

    /// <summary>Lists the manifests whose <c>subject</c> is the given one.</summary>
    /// <param name="subject">The subject's digest.</param>
    /// <param name="artifactType">Only those of this artifact type; null for all.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>Their descriptors, with artifact type, in order of their digests.</returns>
    IAsyncEnumerable<Descriptor> ListReferrersAsync(
        Digest subject, string? artifactType, CancellationToken cancellationToken);
}
