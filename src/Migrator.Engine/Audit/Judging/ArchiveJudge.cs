using Migrator.Engine.Audit.Reading;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Audit.Judging;

/// <summary>
/// Judges archive layers file by file. No component names its archive, so each component with files must find one that
/// holds exactly them.
/// </summary>
internal sealed class ArchiveJudge(SpinArtifact artifact, BlobReader blobs, FindingList findings)
{
    /// <summary>Unpacks and compares every archive.</summary>
    /// <param name="maxBytes">The sum of the lengths of the bindle's parcels; no archive unpacks to more.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>A task that ends when all are judged.</returns>
    public async Task JudgeAsync(long maxBytes, CancellationToken cancellationToken)
    {
        var archives = new List<(Descriptor Layer, IReadOnlyDictionary<string, Digest> Files)>();
        foreach (var layer in artifact.Layers.Where(layer => layer.MediaType == SpinMediaTypes.Archive).Distinct())
        {
            if (await UnpackAsync(layer, maxBytes, cancellationToken).ConfigureAwait(false) is { } files)
            {
                archives.Add((layer, files));
            }
        }

        var used = new HashSet<Digest>();
        foreach (var component in artifact.App.Components.Where(component => !component.Files.IsEmpty))
        {
            var expected = FilesOf(component);
            var match = archives.FirstOrDefault(archive => IsSame(expected, archive.Files));
            if (match.Layer is not null)
            {
                used.Add(match.Layer.Digest);
                continue;
            }

            findings.Add(
                AuditFindings.ArchiveDiffers,
                $"component {component.Id}",
                $"No archive layer holds exactly the {expected.Count} files of component '{component.Id}'" +
                $"{NearMiss(expected, archives)}.");
        }

        var unused = archives.Where(archive => !used.Contains(archive.Layer.Digest) && archive.Files.Count > 0);
        foreach (var (layer, _) in unused)
        {
            findings.Add(
                AuditFindings.ArchiveDiffers,
                $"layer {layer.Digest}",
                $"The archive {layer.Digest} holds the files of no component.");
        }
    }

    private async Task<IReadOnlyDictionary<string, Digest>?> UnpackAsync(
        Descriptor layer, long maxBytes, CancellationToken cancellationToken)
    {
        if (!await blobs.CheckAsync(layer, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        try
        {
            var content = await blobs.OpenAsync(layer, cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                return await ArchiveContents.ReadAsync(content, maxBytes, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is ArtifactFormatException or TargetException)
        {
            findings.Add(
                AuditFindings.ArchiveUnreadable,
                $"layer {layer.Digest}",
                $"The archive {layer.Digest} cannot be unpacked: {fault.Message}");
            return null;
        }
    }

    private static Dictionary<string, Digest> FilesOf(AuditedComponent component)
    {
        var files = new Dictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var file in component.Files)
        {
            files[file.Path] = file.Content.Digest;
        }

        return files;
    }

    private static bool IsSame(Dictionary<string, Digest> expected, IReadOnlyDictionary<string, Digest> actual) =>
        expected.Count == actual.Count && FirstDifference(expected, actual) is null;

    private static string? FirstDifference(
        Dictionary<string, Digest> expected, IReadOnlyDictionary<string, Digest> actual) =>
        expected.Where(file => !actual.TryGetValue(file.Key, out var digest) || digest != file.Value)
            .Select(file => file.Key).Concat(actual.Keys.Where(path => !expected.ContainsKey(path)))
            .Order(StringComparer.Ordinal).FirstOrDefault();

    // The archive with most of the files is the one that was meant.
    private static string NearMiss(
        Dictionary<string, Digest> expected,
        List<(Descriptor Layer, IReadOnlyDictionary<string, Digest> Files)> archives)
    {
        if (archives.Count == 0)
        {
            return "";
        }

        var (layer, files) = archives.MaxBy(archive => archive.Files.Keys.Count(expected.ContainsKey));
        return $"; the nearest, {layer.Digest} with {files.Count} files, " +
            $"differs first at '{FirstDifference(expected, files)}'";
    }
}
