using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources;

/// <summary>The findings about places on disk: BM1501 and on (spec/bindle.md 9 and 10.5).</summary>
public static class SourceFindings
{
    /// <summary>A folder is named after the key of another bindle (rows 92 and 98).</summary>
    public static readonly FindingKind Misfiled = Error("BM1501", "bindle lies under another bindle's key");

    /// <summary>There is a place for a bindle, and no invoice in it (row 98).</summary>
    public static readonly FindingKind NoInvoice = Error("BM1502", "no invoice");

    /// <summary>
    /// The invoice is there and cannot be read: a link, a folder, too large, no permission (rows 27 and 46).
    /// </summary>
    public static readonly FindingKind InvoiceUnreadable = Error("BM1503", "invoice cannot be read");

    /// <summary>An unfinished upload lies beside (row 50).</summary>
    public static readonly FindingKind PartFile = Warning("BM1504", "leftover of an unfinished upload");

    /// <summary>Something that is no bindle lies among a store's bindles (row 98).</summary>
    public static readonly FindingKind Stray = Warning("BM1505", "not a bindle");

    /// <summary>A standalone bindle has no folder for parcels (row 93).</summary>
    public static readonly FindingKind NoParcelsFolder = Warning("BM1506", "no folder for parcels");

    /// <summary>Parcels that the invoice does not name (row 95).</summary>
    public static readonly FindingKind OrphanParcels = Warning("BM1507", "parcels that the invoice does not name");

    /// <summary>Other files lie beside; they are not taken (row 94).</summary>
    public static readonly FindingKind ExtraFiles = Note("BM1508", "files that are not part of the bindle");

    /// <summary>A label as Bindle 0.1 kept it beside a parcel; the invoice's label counts (row 49).</summary>
    public static readonly FindingKind OldLabel = Warning("BM1509", "label of Bindle 0.1 beside a parcel");

    /// <summary>
    /// An entry's name leaves the archive: <c>..</c>, absolute, a drive, a backslash (rows 84 and 85).
    /// </summary>
    public static readonly FindingKind UnsafePath = Error("BM1510", "unsafe path in archive");

    /// <summary>
    /// An entry is a link, a device, a pipe or anything else but a file or a folder (rows 86 and 87).
    /// </summary>
    public static readonly FindingKind NotAFile = Error("BM1511", "archive entry is neither file nor folder");

    /// <summary>Two entries have one path (row 96).</summary>
    public static readonly FindingKind DuplicateEntry = Error("BM1512", "two archive entries with one path");

    /// <summary>The archive holds more than one top folder (row 91).</summary>
    public static readonly FindingKind SeveralTopFolders = Error("BM1513", "several top folders in archive");

    /// <summary>The archive holds more than the limits allow (row 88).</summary>
    public static readonly FindingKind ArchiveTooLarge = Error("BM1514", "archive exceeds a limit");

    /// <summary>The archive ends too early (row 89).</summary>
    public static readonly FindingKind ArchiveTruncated = Error("BM1515", "archive is truncated");

    /// <summary>The archive's bytes are not what its format asks for.</summary>
    public static readonly FindingKind ArchiveDamaged = Error("BM1516", "archive is damaged");

    /// <summary>Bytes follow the end of the archive (row 90).</summary>
    public static readonly FindingKind TrailingData = Error("BM1517", "data after the end of the archive");

    private static FindingKind Error(string code, string title) => new(code, FindingLevel.Error, title);

    private static FindingKind Warning(string code, string title) => new(code, FindingLevel.Warning, title);

    private static FindingKind Note(string code, string title) => new(code, FindingLevel.Note, title);
}
