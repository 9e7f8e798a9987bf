using Migrator.Bindle.Sources.Disk;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>Parcels as files of a tree, or in the bindles that it takes modules from.</summary>
/// <param name="tree">The tree.</param>
/// <param name="files">The path of each parcel's file, by digest.</param>
/// <param name="imports">The other bindle that has a parcel, by digest.</param>
internal sealed class TreeParcels(
    TreeFolder tree,
    IReadOnlyDictionary<string, string> files,
    IReadOnlyDictionary<string, BindlePackage> imports) : IParcelStore
{
    private readonly TreeFiles _files = new(tree, files);

    /// <inheritdoc/>
    public async ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken)
    {
        if (!imports.TryGetValue(sha256, out var package) || files.ContainsKey(sha256))
        {
            return await _files.ProbeAsync(sha256, cancellationToken).ConfigureAwait(false);
        }

        var presence = await package.ProbeParcelAsync(sha256, cancellationToken).ConfigureAwait(false);
        return presence with { Place = $"{package.Invoice!.Id} in {package.Place}" };
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken) =>
        imports.TryGetValue(sha256, out var package) && !files.ContainsKey(sha256)
            ? package.OpenParcelAsync(sha256, cancellationToken)
            : _files.OpenAsync(sha256, cancellationToken);

    private sealed class TreeFiles(TreeFolder tree, IReadOnlyDictionary<string, string> files) : DiskParcels
    {
        protected override ParcelLocation Locate(string sha256) => files.TryGetValue(sha256, out var path)
            ? Judge(tree.FullPath(path), path)
            : new ParcelLocation(sha256, default, "No file of the tree is this parcel.");
    }
}
