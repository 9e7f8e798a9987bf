using Migrator.Oci.References;
using Migrator.Oci.Targets.Archive;
using Migrator.Oci.Targets.Layout;
using Migrator.Oci.Targets.Registry;

namespace Migrator.Oci.Targets;

/// <summary>Opens the target that a reference names.</summary>
public static class OciTargets
{
    /// <summary>Opens a target on this machine to push to; registries are out of reach.</summary>
    /// <inheritdoc cref="OpenAsync(TargetReference, RegistryClient?, CancellationToken)"/>
    public static Task<ITarget> OpenAsync(TargetReference reference, CancellationToken cancellationToken) =>
        OpenAsync(reference, registries: null, cancellationToken);

    /// <summary>Opens a target on this machine to read; registries are out of reach.</summary>
    /// <inheritdoc cref="OpenReadOnlyAsync(TargetReference, RegistryClient?, CancellationToken)"/>
    public static Task<IReadOnlyTarget> OpenReadOnlyAsync(
        TargetReference reference, CancellationToken cancellationToken) =>
        OpenReadOnlyAsync(reference, registries: null, cancellationToken);

    /// <summary>Opens a target to push to. A layout or archive that is not there is made by the first push.</summary>
    /// <param name="reference">What to open.</param>
    /// <param name="registries">Opens what is in a registry; null when registries are out of reach.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>The target, which the caller disposes.</returns>
    /// <exception cref="TargetException">It cannot be opened, or is in a registry out of reach.</exception>
    public static Task<ITarget> OpenAsync(
        TargetReference reference, RegistryClient? registries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<ITarget>(reference switch
        {
            LayoutReference layout => LayoutTarget.Open(layout.Path),
            ArchiveReference archive => ArchiveTarget.Open(archive.Path),
            RegistryReference registry when registries is not null => registries.Open(registry),
            _ => throw OutOfReach(reference),
        });
    }

    /// <summary>Opens a target to read. Nothing is made or changed.</summary>
    /// <param name="reference">What to open.</param>
    /// <param name="registries">Opens what is in a registry; null when registries are out of reach.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <returns>The target, which the caller disposes.</returns>
    /// <exception cref="TargetException">
    /// It is not there, cannot be opened, or is in a registry out of reach.
    /// </exception>
    public static Task<IReadOnlyTarget> OpenReadOnlyAsync(
        TargetReference reference, RegistryClient? registries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(reference switch
        {
            LayoutReference layout => LayoutTarget.OpenReadOnly(layout.Path),
            ArchiveReference archive => ArchiveTarget.OpenReadOnly(archive.Path),
            RegistryReference registry when registries is not null => registries.OpenReadOnly(registry),
            _ => throw OutOfReach(reference),
        });
    }

    private static TargetException OutOfReach(TargetReference reference) => new(
        reference.ToString(),
        $"{reference} names a registry, and no registry can be reached from here; use oci:DIR or oci-archive:FILE.");
}
