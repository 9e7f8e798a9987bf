using Migrator.Oci.References;
using Migrator.Oci.Targets.Archive;
using Migrator.Oci.Targets.Layout;

namespace Migrator.Oci.Targets;

/// <summary>Opens the target that a reference names.</summary>
public static class OciTargets
{
    /// <summary>Opens a target to push to. A layout or archive that is not there is made by the first push.</summary>
    /// <param name="reference">What to open.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>The target, which the caller disposes.</returns>
    /// <exception cref="TargetException">It cannot be opened, or is in a registry.</exception>
    public static Task<ITarget> OpenAsync(TargetReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<ITarget>(reference switch
        {
            LayoutReference layout => LayoutTarget.Open(layout.Path),
            ArchiveReference archive => ArchiveTarget.Open(archive.Path),
            _ => throw NotYet(reference),
        });
    }

    /// <summary>Opens a target to read. Nothing is made or changed.</summary>
    /// <param name="reference">What to open.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>The target, which the caller disposes.</returns>
    /// <exception cref="TargetException">It is not there, cannot be opened, or is in a registry.</exception>
    public static Task<IReadOnlyTarget> OpenReadOnlyAsync(
        TargetReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(reference switch
        {
            LayoutReference layout => LayoutTarget.OpenReadOnly(layout.Path),
            ArchiveReference archive => ArchiveTarget.OpenReadOnly(archive.Path),
            _ => throw NotYet(reference),
        });
    }

    private static TargetException NotYet(TargetReference reference) => new(
        reference.ToString(),
        $"{reference} names a registry, and registries come with a later version; use oci:DIR or oci-archive:FILE, and "
        + "copy from there with a tool such as skopeo.");
}
