using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources;

/// <summary>
/// The findings about an application's sources, a HIPPOFACTS or a module map of Wagi: BM1701 and on (spec/bindle.md
/// 8.3 and 8.4).
/// </summary>
public static class TreeFindings
{
    /// <summary>The text is not TOML, or not in UTF-8.</summary>
    public static readonly FindingKind NotToml = Error("BM1701", "file is not TOML");

    /// <summary>A field that HIPPOFACTS does not have; so the <c>[files]</c> of its first format.</summary>
    public static readonly FindingKind UnknownField = Error("BM1702", "unknown field");

    /// <summary>A field is missing, or has another type.</summary>
    public static readonly FindingKind BadField = Error("BM1703", "field missing or of the wrong type");

    /// <summary>Name and version do not make an id.</summary>
    public static readonly FindingKind BadId = Error("BM1704", "no bindle id");

    /// <summary>A handler must have either a file or another bindle's module.</summary>
    public static readonly FindingKind NameOrExternal = Error("BM1705", "handler without one module");

    /// <summary>An entrypoint for another bindle's module.</summary>
    public static readonly FindingKind ExternalEntrypoint = Error("BM1706", "entrypoint of an external module");

    /// <summary>Neither a handler nor an export.</summary>
    public static readonly FindingKind NoEntries = Error("BM1707", "no handlers");

    /// <summary>Neither a HIPPOFACTS nor a module map.</summary>
    public static readonly FindingKind OtherFile = Error("BM1708", "file of another kind");

    /// <summary>A module's file cannot be had.</summary>
    public static readonly FindingKind FileMissing = Error("BM1710", "file cannot be read");

    /// <summary>A path that leads out of the folder.</summary>
    public static readonly FindingKind OutsideTree = Error("BM1711", "path outside of the folder");

    /// <summary>A symbolic link, where links are not followed.</summary>
    public static readonly FindingKind Link = Error("BM1712", "symbolic link");

    /// <summary>A pattern for files that is none.</summary>
    public static readonly FindingKind BadPattern = Error("BM1713", "bad pattern");

    /// <summary>A pattern that matches no file.</summary>
    public static readonly FindingKind NoMatch = new("BM1714", FindingLevel.Warning, "pattern without a match");

    /// <summary>Another bindle whose module is wanted cannot be had.</summary>
    public static readonly FindingKind ImportMissing = Error("BM1715", "external bindle cannot be had");

    /// <summary>The other bindle has no such module.</summary>
    public static readonly FindingKind ImportHandlerMissing = Error("BM1716", "external module not found");

    /// <summary>A file of the tree and a file of another bindle have one name.</summary>
    public static readonly FindingKind NameClash = Error("BM1717", "local and external file with one name");

    /// <summary>A module map does not say what the bindle is called.</summary>
    public static readonly FindingKind AssumedId = new("BM1720", FindingLevel.Note, "id assumed");

    /// <summary>A volume's folder cannot be had; Wagi went on without it.</summary>
    public static readonly FindingKind VolumeMissing = new("BM1721", FindingLevel.Warning, "volume without a folder");

    /// <summary>A module that lies neither in the folder nor in a bindle.</summary>
    public static readonly FindingKind ModuleElsewhere = Error("BM1722", "module lies elsewhere");

    /// <summary>A setting of a module map that has no meaning for an application.</summary>
    public static readonly FindingKind SettingIgnored = new("BM1723", FindingLevel.Warning, "setting left out");

    /// <summary>A file of another bindle that has the bytes of one that is taken; Hippo left it out.</summary>
    public static readonly FindingKind EqualFileLost =
        new("BM1724", FindingLevel.Warning, "file with the bytes of another left out");

    /// <summary>
    /// A module is taken from a bindle that was withdrawn; a warning where
    /// <see cref="BindleSourceOptions.IncludeYanked"/> takes it.
    /// </summary>
    public static readonly FindingKind ImportYanked = Error("BM1725", "external bindle was yanked");

    private static FindingKind Error(string code, string title) => new(code, FindingLevel.Error, title);
}
