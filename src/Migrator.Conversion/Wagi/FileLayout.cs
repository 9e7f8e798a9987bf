using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin.Reading;

namespace Migrator.Conversion.Wagi;

/// <summary>Lays files out by their names, as Wagi did in one folder; what it left to chance is refused.</summary>
/// <param name="findings">Where doubts and faults go.</param>
internal sealed class FileLayout(ICollection<Finding> findings)
{
    /// <summary>Lays out.</summary>
    /// <param name="files">The files.</param>
    /// <param name="subject">Whose they are.</param>
    /// <returns>Each path once, in UTF-8 order.</returns>
    public ImmutableArray<FileEntry> Place(IReadOnlyList<Parcel> files, string subject)
    {
        var placed = new SortedDictionary<string, Label>(TextMap.ByUtf8);
        var names = new FileNames(subject, findings);
        foreach (var label in files.Select(file => file.Label))
        {
            if (names.PathOf(label.Name) is { } path && !placed.TryAdd(path, label)
                && placed[path].Sha256 != label.Sha256)
            {
                AddTwoFiles(path, placed[path], label, subject);
            }
        }

        names.Report();
        ReportFolders(placed.Keys, subject);
        return [.. placed.Select(file => new FileEntry(file.Key, file.Value))];
    }

    private void AddTwoFiles(string path, Label first, Label second, string subject) => findings.Add(
        WagiFindings.TwoFiles.Of(
            subject,
            $"Two files map to {MessageText.Quote("/" + path)}: sha256 {first.Sha256} and sha256 {second.Sha256}. Wagi "
            + "took either, by chance. Keep one of them in the bindle; or, if they belong to different handlers, "
            + "convert with --wagi-files own."));

    private void ReportFolders(IEnumerable<string> paths, string subject)
    {
        var files = new HashSet<string>(paths, StringComparer.Ordinal);
        var lookup = files.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var path in files)
        {
            for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
            {
                if (lookup.Contains(path.AsSpan(0, slash)))
                {
                    findings.Add(WagiFindings.FileAndFolder.Of(
                        subject,
                        $"{MessageText.Quote(path[..slash])} is a file and the folder of {MessageText.Quote(path)}; "
                        + "Wagi could not write both. Rename one of them in the bindle."));
                }
            }
        }
    }
}
