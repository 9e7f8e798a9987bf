using Migrator.Bindle.Verification;

namespace Migrator.Engine.Batch;

/// <summary>What batches can find: BM6001 to BM6049.</summary>
public static class BatchFindings
{
    /// <summary>The batch file is not TOML.</summary>
    public static readonly FindingKind NotToml = Error("BM6001", "batch file is not TOML");

    /// <summary>A field of the batch file is missing, unknown, or of the wrong type.</summary>
    public static readonly FindingKind Field = Error("BM6002", "field of the batch file");

    /// <summary>A field of the batch file has a value that cannot be used.</summary>
    public static readonly FindingKind Value = Error("BM6003", "value in the batch file");

    /// <summary>A field of the batch file looks like a secret.</summary>
    public static readonly FindingKind Secret = Error("BM6004", "secret in the batch file");

    /// <summary>Several bindles would share one tag of one repository, or be one app in the cloud.</summary>
    public static readonly FindingKind Collision = Error("BM6010", "two bindles, one reference");

    /// <summary>The bindle gives no reference.</summary>
    public static readonly FindingKind NoReference = Error("BM6011", "no reference for the bindle");

    /// <summary>The tag points to something else.</summary>
    public static readonly FindingKind Conflict = Warning("BM6012", "the tag points to something else");

    /// <summary>The tag points to another artifact than the one that the journal tells of.</summary>
    public static readonly FindingKind Moved = Error("BM6013", "not the artifact of the journal");

    /// <summary>
    /// The whole bindle that the journal tells of is not listed with its artifact, or cannot be read.
    /// </summary>
    public static readonly FindingKind ReferrerMissing = Error("BM6014", "not the whole bindle of the journal");

    /// <summary>The artifact is at its tag, and the whole bindle that goes along is not.</summary>
    public static readonly FindingKind ReferrerToAdd = new(
        "BM6015", FindingLevel.Note, "only the whole bindle is missing");

    /// <summary>None of those who must have signed the bindle has; it is left alone.</summary>
    public static readonly FindingKind NotSignedBy = Warning("BM6016", "not signed by those who are asked for");

    /// <summary>The bindle was yanked, and the batch file takes none that was; it is left alone.</summary>
    public static readonly FindingKind Yanked = Warning("BM6017", "yanked");

    /// <summary>The bindle makes another artifact, or another whole bindle, than when the plan was made.</summary>
    public static readonly FindingKind SourceChanged = Error("BM6018", "not the bindle of the plan");

    /// <summary>The journal is missing, in use, damaged or of another plan, or its disk fails.</summary>
    public static readonly FindingKind JournalUnusable = Error("BM6020", "the journal cannot be used");

    /// <summary>Whether a finding says that a bindle is not, or not any more, what the plan was made for.</summary>
    internal static bool IsOfChange(Finding finding) =>
        finding.Kind == NotSignedBy || finding.Kind == Yanked || finding.Kind == SourceChanged;

    private static FindingKind Error(string code, string title) => new(code, FindingLevel.Error, title);

    private static FindingKind Warning(string code, string title) => new(code, FindingLevel.Warning, title);
}
