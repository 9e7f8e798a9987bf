using Migrator.Oci.References;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;

namespace Migrator.Engine.Pipeline;

/// <summary>Where an artifact is to go: a target that is opened when it is needed, and a tag.</summary>
/// <remarks>Opening writes nothing; the first push does.</remarks>
public sealed class MigrationTarget
{
    private readonly Func<CancellationToken, Task<ITarget>> _open;

    private MigrationTarget(string description, string? tag, Func<CancellationToken, Task<ITarget>> open)
    {
        Description = description;
        Tag = tag;
        _open = open;
    }

    /// <summary>What the target is, for messages; no secret.</summary>
    public string Description { get; }

    /// <summary>The tag; null for the one that the bindle's version gives.</summary>
    public string? Tag { get; }

    /// <summary>A target by its reference; opened for each job and closed with it.</summary>
    /// <param name="reference">The reference; its tag may be missing.</param>
    /// <param name="registries">Opens what is in a registry; null when registries are out of reach.</param>
    /// <returns>The target.</returns>
    public static MigrationTarget At(TargetReference reference, RegistryClient? registries = null)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var place = reference with { Tag = null };
        return new MigrationTarget(
            place.ToString(), reference.Tag, stop => OciTargets.OpenAsync(reference, registries, stop));
    }

    /// <summary>A target that the caller holds open and disposes.</summary>
    /// <param name="target">The target.</param>
    /// <param name="tag">The tag; null for the one that the bindle's version gives.</param>
    /// <returns>The target.</returns>
    public static MigrationTarget Of(ITarget target, string? tag = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        var kept = new KeptOpenTarget(target);
        return new MigrationTarget(target.Description, tag, _ => Task.FromResult<ITarget>(kept));
    }

    /// <summary>A target that is opened by other means; closed with the job.</summary>
    internal static MigrationTarget OpenedBy(
        TargetReference reference, Func<CancellationToken, Task<ITarget>> open) =>
        new((reference with { Tag = null }).ToString(), reference.Tag, open);

    internal Task<ITarget> OpenAsync(CancellationToken cancellationToken) => _open(cancellationToken);
}
