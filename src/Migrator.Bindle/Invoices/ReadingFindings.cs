using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Invoices;

/// <summary>What reading the text of an invoice can find (spec/bindle.md 10.1).</summary>
public static class ReadingFindings
{
    /// <summary>The bytes are not UTF-8 (rows 2 and 4).</summary>
    public static readonly FindingKind NotUtf8 = Error("BM1001", "invoice is not UTF-8");

    /// <summary>The text is not TOML (rows 6, 7, 12).</summary>
    public static readonly FindingKind NotToml = Error("BM1002", "invoice is not TOML");

    /// <summary>Values are nested without need (row 28).</summary>
    public static readonly FindingKind TooDeep = Error("BM1003", "invoice is nested too deep");

    /// <summary>The text has no field of an invoice (row 1).</summary>
    public static readonly FindingKind Empty = Error("BM1004", "file is empty or not an invoice");

    /// <summary>A required field is missing (row 20).</summary>
    public static readonly FindingKind MissingField = Error("BM1005", "required field is missing");

    /// <summary>A field that no version of the format has (rows 14 and 15).</summary>
    public static readonly FindingKind UnknownField = Error("BM1006", "unknown field");

    /// <summary>A value of another type than the field's (rows 16 and 17).</summary>
    public static readonly FindingKind WrongType = Error("BM1007", "value of the wrong type");

    /// <summary>A field given twice; a warning for free keys when reading leniently (rows 10 and 11).</summary>
    public static readonly FindingKind RepeatedField = Error("BM1008", "field given twice");

    /// <summary>A size or a time below zero (row 17).</summary>
    public static readonly FindingKind NegativeNumber = Error("BM1009", "number below zero");

    /// <summary>A signature's role that no version of the format has (row 75).</summary>
    public static readonly FindingKind UnknownRole = Error("BM1010", "unknown signature role");

    /// <summary>The version is not strict SemVer (row 22).</summary>
    public static readonly FindingKind BadVersion = Error("BM1011", "version is not a semantic version");

    /// <summary>The text begins with a byte order mark, which is skipped (row 3).</summary>
    public static readonly FindingKind ByteOrderMark = new("BM1012", FindingLevel.Note, "byte order mark");

    /// <summary>A field of the documents that no program ever read, left out when reading leniently (row 14).</summary>
    public static readonly FindingKind FieldLeftOut = new("BM1013", FindingLevel.Warning, "field left out");

    /// <summary>More keys and values than any invoice has.</summary>
    public static readonly FindingKind TooLarge = Error("BM1014", "invoice has too many fields");

    /// <summary>
    /// The text has so many faults that only the first are told; a warning when the rest are no errors.
    /// </summary>
    public static readonly FindingKind More = Error("BM1015", "more faults of the invoice");

    private static FindingKind Error(string code, string title) => new(code, FindingLevel.Error, title);
}
