using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>
/// What a standalone bindle holds besides what its invoice names (spec/bindle.md 10.5, rows 93 to 95).
/// </summary>
internal static class StandaloneContents
{
    private const string Parcels = "parcels";
    private const string Suffix = ".dat";

    /// <summary>Judges a folder.</summary>
    /// <param name="folder">The folder that holds <c>invoice.toml</c>.</param>
    /// <param name="place">The folder as messages show it, relative to the source; may be empty.</param>
    /// <param name="invoice">The invoice, if it could be read.</param>
    /// <returns>The findings, none of them an error.</returns>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public static ImmutableArray<Finding> Judge(string folder, string place, Invoice? invoice)
    {
        var extras = Names(folder).Count(name => name is not (InvoiceFile.Name or InvoiceFile.PartName or Parcels));
        List<string> digests = [];
        var parcels = Path.Combine(folder, Parcels);
        var kind = DiskEntry.Look(parcels).Kind;
        foreach (var name in kind == DiskEntryKind.Folder ? Names(parcels) : [])
        {
            if (DigestOf(name) is { } digest)
            {
                digests.Add(digest);
            }
            else
            {
                extras++;
            }
        }

        return Judge(digests, extras, kind != DiskEntryKind.Absent, place, invoice);
    }

    /// <summary>Judges a list of what is there, wherever it was found.</summary>
    /// <param name="digests">The digests of the parcels there, 64 hex digits each.</param>
    /// <param name="extras">How many other files there are.</param>
    /// <param name="hasParcelsFolder">Whether there is a folder for parcels.</param>
    /// <param name="place">The bindle as messages show it.</param>
    /// <param name="invoice">The invoice, if it could be read.</param>
    /// <returns>The findings, none of them an error.</returns>
    public static ImmutableArray<Finding> Judge(
        IEnumerable<string> digests, int extras, bool hasParcelsFolder, string place, Invoice? invoice)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var shown = place.Length == 0 ? Parcels : $"{place}/{Parcels}";
        if (!hasParcelsFolder)
        {
            findings.Add(SourceFindings.NoParcelsFolder.Of(
                shown, "There is no folder parcels; a standalone bindle has one even when it is empty. Read as "
                    + "empty.", shown));
        }

        if (invoice is not null && Orphans(digests, invoice) is { Count: > 0 } orphans)
        {
            findings.Add(SourceFindings.OrphanParcels.Of(
                shown,
                $"{orphans.Count} of the parcels there are not named in the invoice, for example {orphans[0]}. They "
                    + "are not taken.",
                shown));
        }

        if (extras > 0)
        {
            findings.Add(SourceFindings.ExtraFiles.Of(
                shown, $"{extras} other files or folders lie in the bindle. They are not "
                    + "taken.", place.Length == 0 ? null : place));
        }

        return findings.ToImmutable();
    }

    /// <summary>The digest in the name of a parcel's file.</summary>
    /// <param name="name">A file name.</param>
    /// <returns>Its 64 hex digits as written, or null when the name is not one of a parcel.</returns>
    public static string? DigestOf(string name) =>
        name.EndsWith(Suffix, StringComparison.Ordinal) && ParcelDigest.IsHex(name.AsSpan()[..^Suffix.Length])
            ? name[..^Suffix.Length]
            : null;

    /// <summary>The names of the parcels' files in a folder.</summary>
    /// <param name="parcels">The folder <c>parcels</c>, which is there.</param>
    /// <returns>
    /// Names by digest in lower case; of several spellings of one digest the first in ordinal order.
    /// </returns>
    public static Dictionary<string, string> ParcelFiles(string parcels) => Names(parcels)
        .Where(name => DigestOf(name) is not null)
        .Order(StringComparer.Ordinal)
        .DistinctBy(name => name.ToLowerInvariant())
        .ToDictionary(name => DigestOf(name)!.ToLowerInvariant(), StringComparer.Ordinal);

    private static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry));

    private static List<string> Orphans(IEnumerable<string> digests, Invoice invoice)
    {
        var named = invoice.Parcels.Select(parcel => parcel.Label.Sha256).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. digests.Where(digest => !named.Contains(digest)).Order(StringComparer.Ordinal)];
    }
}
