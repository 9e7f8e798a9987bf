using System.Collections.Immutable;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Conversion.Spin.Archive;

/// <summary>
/// The archive layers of an application. Components with equal files have one archive, which is packed once, however
/// many they are.
/// </summary>
internal sealed class FileArchives
{
    private readonly Dictionary<ImmutableArray<AppFile>, ArtifactBlob> _packed = new(new ByContent());

    /// <summary>Packs files, or gives the archive that was made of equal ones.</summary>
    /// <param name="files">The files, in UTF-8 order of their paths.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="BlobMismatchException">A file's bytes are not what its label says.</exception>
    public async Task<ArtifactBlob> PackAsync(ImmutableArray<AppFile> files, CancellationToken cancellationToken)
    {
        if (!_packed.TryGetValue(files, out var archive))
        {
            archive = await FileArchive.CreateAsync(files, cancellationToken).ConfigureAwait(false);
            _packed.Add(files, archive);
        }

        return archive;
    }

    private sealed class ByContent : IEqualityComparer<ImmutableArray<AppFile>>
    {
        public bool Equals(ImmutableArray<AppFile> left, ImmutableArray<AppFile> right) =>
            left == right || left.Select(KeyOf).SequenceEqual(right.Select(KeyOf));

        public int GetHashCode(ImmutableArray<AppFile> files)
        {
            var hash = default(HashCode);
            foreach (var file in files)
            {
                hash.Add(KeyOf(file));
            }

            return hash.ToHashCode();
        }

        private static (string Path, Digest Digest) KeyOf(AppFile file) => (file.Path, file.Content.Digest);
    }
}
