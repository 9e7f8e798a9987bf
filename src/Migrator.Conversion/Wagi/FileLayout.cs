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
    /// <param name="areShared">Whether they are those of several handlers, who could have their own alone.</param>
    /// <returns>Each path once, in UTF-8 order.</returns>
    public ImmutableArray<FileEntry> Place(IReadOnlyList<Parcel> files, string subject, bool areShared)
    {
        var placed = new SortedDictionary<string, Label>(TextMap.ByUtf8);
        var names = new FileNames(subject, findings);
        foreach (var label in files.Select(file => file.Label))
        {
            if (names.PathOf(label.Name) is { } path && !placed.TryAdd(path, label)
                && placed[path].Sha256 != label.Sha256)
            {
                AddTwoFiles(path, placed[path], label, subject, areShared);
            }
        }

        names.Report();
        ReportFolders(placed.Keys, subject);
        return [.. placed.Select(file => new FileEntry(file.Key, file.Value))];
    }

    private void AddTwoFiles(string path, Label first, Label second, string subject, bool areShared) => findings.Add(
        WagiFindings.TwoFiles.Of(
            subject,
            $"Two files map to {MessageText.Quote("/" + path)}: sha256 {first.Sha256} and sha256 {second.Sha256}. Wagi "
            + "took either, by chance. Keep one of them in the bindle"
            + (areShared ? "; or, if they belong to different handlers, convert with --wagi-files own." : ".")));

    // What lies in a folder follows the folder's own name, so that no path is looked at folder by folder: one name can
    // have hundreds of thousands of them.
    private void ReportFolders(IEnumerable<string> paths, string subject)
    {
        var above = new Stack<string>();
        foreach (var path in paths.Order(Comparer<string>.Create(CompareByFolder)))
        {
            while (above.TryPeek(out var file) && !IsBelow(path, file))
            {
                above.Pop();
            }

            if (above.TryPeek(out var folder))
            {
                findings.Add(WagiFindings.FileAndFolder.Of(
                    subject,
                    $"{MessageText.Quote(folder)} is a file and the folder of {MessageText.Quote(path)}; Wagi could "
                    + "not write both. Rename one of them in the bindle."));
            }

            above.Push(path);
        }
    }

    private static bool IsBelow(string path, string folder) =>
        path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal);

    // Ordinal, but that '/' comes before everything else.
    private static int CompareByFolder(string left, string right)
    {
        var at = left.AsSpan().CommonPrefixLength(right);
        return at == left.Length || at == right.Length
            ? left.Length.CompareTo(right.Length)
            : RankOf(left[at]).CompareTo(RankOf(right[at]));
    }

    private static int RankOf(char letter) => letter == '/' ? -1 : letter;
}
