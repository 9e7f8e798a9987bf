using Migrator.Bindle.Sources;
using Migrator.Oci.References;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;

namespace Migrator.Engine.Batch;

/// <summary>How a batch reaches what its file names.</summary>
public sealed record BatchPlaces
{
    /// <summary>The folder that paths of the batch file start from: the file's own.</summary>
    public required string Folder { get; init; }

    /// <summary>Opens targets; of a batch that deploys, repositories of the cloud's registry.</summary>
    public required BatchTargetOpener OpenTarget { get; init; }

    /// <summary>
    /// Opens targets to read alone, for a check; null to open them by <see cref="OpenTarget"/> then too.
    /// </summary>
    public BatchTargetReader? OpenToRead { get; init; }

    /// <summary>Opens Bindle servers; null when they are out of reach.</summary>
    public BindleServerOpener? OpenServer { get; init; }

    /// <summary>The cloud that bindles are deployed to; null when none is in reach.</summary>
    public BatchCloud? Cloud { get; init; }

    /// <summary>How places on disk are read.</summary>
    public BindleSourceOptions Sources { get; init; } = new();

    /// <summary>Places that reach this machine's disk, and registries through a client.</summary>
    /// <param name="folder">The folder that paths start from.</param>
    /// <param name="registries">
    /// Opens registries; one for all apps, for it knows which repository has which blob. Its handler has the throttle
    /// of each host. Null when registries are out of reach.
    /// </param>
    /// <returns>The places.</returns>
    public static BatchPlaces Of(string folder, RegistryClient? registries) => new()
    {
        Folder = folder,
        OpenTarget = (reference, stop) => OciTargets.OpenAsync(From(folder, reference), registries, stop),
        OpenToRead = (reference, stop) => OciTargets.OpenReadOnlyAsync(From(folder, reference), registries, stop),
    };

    /// <summary>Opens a target that is only read.</summary>
    internal async Task<IReadOnlyTarget> ReadAsync(TargetReference reference, CancellationToken cancellationToken) =>
        OpenToRead is { } open
            ? await open(reference, cancellationToken).ConfigureAwait(false)
            : await OpenTarget(reference, cancellationToken).ConfigureAwait(false);

    /// <summary>A path of the batch file, made whole.</summary>
    internal string PathOf(string written) => Whole(Folder, written);

    /// <summary>A whole path, as one that stands beside another in the batch file would be written.</summary>
    internal string WrittenAs(string other, string path) =>
        Path.IsPathRooted(other) ? path : Path.GetRelativePath(Path.GetFullPath(Folder), path);

    private static TargetReference From(string folder, TargetReference reference) => reference switch
    {
        LayoutReference layout => layout with { Path = Whole(folder, layout.Path) },
        ArchiveReference archive => archive with { Path = Whole(folder, archive.Path) },
        _ => reference,
    };

    private static string Whole(string folder, string written) =>
        Path.GetFullPath(written, Path.GetFullPath(folder));
}
