using Migrator.Bindle.Sources.Disk;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Archive;

/// <summary>
/// Finds the one folder of an archive that is the bindle: <c>KEY/</c> as Bindle writes it, any other name, or the
/// archive's own root (spec/bindle.md 9.3).
/// </summary>
internal sealed class ArchiveLayout
{
    private const string ParcelsName = "parcels";
    private bool _toldOfSeveral;

    /// <summary>The bindle's folder; empty for the root; null before the first entry that tells.</summary>
    public string? Top { get; private set; }

    /// <summary>Tells what an entry is.</summary>
    /// <param name="segments">Its path, checked.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    /// <param name="finding">A second top folder, told once.</param>
    /// <returns>Its role; <see cref="ArchiveRole.None"/> outside the bindle's folder.</returns>
    public ArchiveRole RoleOf(string[] segments, bool isFolder, out Finding? finding)
    {
        finding = null;
        if (segments.Length == 0)
        {
            return ArchiveRole.None;
        }

        if (TopOf(segments, isFolder) is not { } top)
        {
            return ArchiveRole.Extra;
        }

        Top ??= top;
        if (!string.Equals(Top, top, StringComparison.Ordinal))
        {
            finding = TellOnce(top);
            return ArchiveRole.None;
        }

        var inner = segments.AsSpan(top.Length == 0 ? 0 : 1);
        return isFolder ? FolderRole(inner) : FileRole(inner);
    }

    private static string? TopOf(string[] segments, bool isFolder) => segments switch
    {
        [InvoiceFile.Name] when !isFolder => "",
        [_] when !isFolder => null,
        [ParcelsName, ..] => "",
        _ => segments[0],
    };

    private static ArchiveRole FolderRole(ReadOnlySpan<string> inner) =>
        inner is [ParcelsName] ? ArchiveRole.ParcelsFolder : ArchiveRole.None;

    private static ArchiveRole FileRole(ReadOnlySpan<string> inner) => inner switch
    {
        [InvoiceFile.Name] => ArchiveRole.Invoice,
        [ParcelsName, var name] when StandaloneContents.DigestOf(name) is not null => ArchiveRole.Parcel,
        _ => ArchiveRole.Extra,
    };

    private Finding? TellOnce(string other)
    {
        if (_toldOfSeveral)
        {
            return null;
        }

        _toldOfSeveral = true;
        return SourceFindings.SeveralTopFolders.Of(
            "archive",
            $"The archive holds more than one top folder, {Shown(Top!)} and {Shown(other)}; a bindle's archive "
                + "holds one. Pack each bindle on its own.");
    }

    private static string Shown(string top) => top.Length == 0 ? "its root" : MessageText.Line(top);
}
