namespace Migrator.Bindle.Verification;

/// <summary>What judging a bindle can find (spec/bindle.md 10; the row is named with each).</summary>
public static class VerifyFindings
{
    /// <summary>A control character in a field that signatures cover (rows 8 and 9).</summary>
    public static readonly FindingKind ControlCharacter = Error("BM2001", "control character");

    /// <summary>The bindle has no name (row 23).</summary>
    public static readonly FindingKind EmptyName = Error("BM2002", "bindle without a name");

    /// <summary>The name is no clean path, so no target can have it (row 25).</summary>
    public static readonly FindingKind UnsafeName = Error("BM2003", "bindle name is not a clean path");

    /// <summary>No client could ever ask a server for the name (row 24).</summary>
    public static readonly FindingKind UnaddressableName = Warning("BM2004", "bindle name not addressable over HTTP");

    /// <summary>The format's version is not 1; a warning for the spelling <c>v1</c> (row 21).</summary>
    public static readonly FindingKind FormatVersion = Error("BM2005", "unknown version of the format");

    /// <summary>The bindle was withdrawn; a note when the policy takes such (row 115).</summary>
    public static readonly FindingKind Yanked = Error("BM2006", "bindle was yanked");

    /// <summary>The withdrawal is signed in a way that nothing can verify (row 83).</summary>
    public static readonly FindingKind YankedSignature = Note("BM2007", "yanked signature cannot be verified");

    /// <summary>More parcels than the policy takes (row 27).</summary>
    public static readonly FindingKind TooManyParcels = Error("BM2008", "too many parcels");

    /// <summary>A digest that is not 64 hex digits (rows 33, 35, 36).</summary>
    public static readonly FindingKind BadDigest = Error("BM2101", "sha256 is not 64 hex digits");

    /// <summary>A digest in upper case; a warning when the policy is lenient (row 34).</summary>
    public static readonly FindingKind UpperCaseDigest = Error("BM2102", "sha256 in upper case");

    /// <summary>A declared size above the policy's limit (row 18).</summary>
    public static readonly FindingKind SizeOverLimit = Error("BM2103", "declared size over the limit");

    /// <summary>A media type that no server could send (row 47).</summary>
    public static readonly FindingKind BadMediaType = Error("BM2104", "media type cannot be sent");

    /// <summary>A name that leaves its folder; a note when no program gets it as a file (row 39).</summary>
    public static readonly FindingKind UnsafeParcelName = Error("BM2105", "unsafe parcel name");

    /// <summary>A parcel without a name; a note when no program gets it as a file (row 40).</summary>
    public static readonly FindingKind EmptyParcelName = Error("BM2106", "parcel without a name");

    /// <summary>One digest with two sizes (row 37).</summary>
    public static readonly FindingKind ConflictingSizes = Error("BM2107", "one sha256, two sizes");

    /// <summary>One digest with two media types; the first counted for downloads (row 37).</summary>
    public static readonly FindingKind TwoMediaTypes = Note("BM2108", "one sha256, two media types");

    /// <summary>
    /// Two contents under one name in one group. In a Spin app the later one counts, as for all who write files in the
    /// order of the invoice; Wagi took either, and its conversion refuses what a handler gets both of (row 38,
    /// spec/spin-oci.md 5).
    /// </summary>
    public static readonly FindingKind SameNameTwice = Warning("BM2109", "two files with one name");

    /// <summary>Two names in one group that some systems take for one (row 41).</summary>
    public static readonly FindingKind NamesDifferInCase = Warning("BM2110", "names differ only in case");

    /// <summary>A name that is a file and a folder in one group (row 42).</summary>
    public static readonly FindingKind FileAndFolder = Error("BM2111", "name is both file and folder");

    /// <summary>A name that is another path, or none, on some systems (row 39).</summary>
    public static readonly FindingKind UnportableParcelName = Warning("BM2112", "parcel name differs by system");

    /// <summary>A group that parcels name and nothing declares (rows 51 and 52).</summary>
    public static readonly FindingKind UndefinedGroup = Warning("BM2201", "undefined group");

    /// <summary>Groups that require each other in a circle (rows 53 and 54).</summary>
    public static readonly FindingKind RequiresCycle = Warning("BM2202", "groups require each other");

    /// <summary>A group declared twice, differently (row 55).</summary>
    public static readonly FindingKind ConflictingGroups = Error("BM2203", "group declared twice, differently");

    /// <summary>A group declared twice, alike (row 55).</summary>
    public static readonly FindingKind RepeatedGroup = Note("BM2204", "group declared twice");

    /// <summary>A rule of satisfaction that is not documented (row 57).</summary>
    public static readonly FindingKind UnknownSatisfiedBy = Warning("BM2205", "unknown satisfiedBy");

    /// <summary>A choice among members that only a running program could make (spec/bindle.md 7.3).</summary>
    public static readonly FindingKind UndecidedGroup = Warning("BM2206", "group with a choice");

    /// <summary>A handler in a group, which Wagi never mounted (row 58).</summary>
    public static readonly FindingKind UnreachableHandler = Warning("BM2207", "unreachable handler");

    /// <summary>A <c>file</c> feature that means true and is not read as true (row 60).</summary>
    public static readonly FindingKind FileFeature = Warning("BM2208", "file feature is not 'true'");

    /// <summary>A module that Wagi does not mount (row 59).</summary>
    public static readonly FindingKind NoRoute = Note("BM2209", "module without a route");

    /// <summary>A route of which an earlier one takes every request (row 61).</summary>
    public static readonly FindingKind ShadowedRoute = Warning("BM2210", "shadowed route");

    /// <summary>A route that no request matches, or that Spin reads otherwise (row 62).</summary>
    public static readonly FindingKind DoubtfulRoute = Warning("BM2211", "doubtful route");

    /// <summary>An allowed host that made every outbound request fail (row 63).</summary>
    public static readonly FindingKind HostWithoutScheme = Warning("BM2212", "allowed host without a scheme");

    /// <summary>
    /// An entrypoint that the module does not export; told when parcels are read (row 64). A warning: that handler
    /// never worked, but the bindle is whole, and servers and Wagi took it.
    /// </summary>
    public static readonly FindingKind EntrypointNotExported = Warning("BM2213", "entrypoint not exported");

    /// <summary>A handler's module in text form, or none at all; told when parcels are read (row 65).</summary>
    public static readonly FindingKind NotBinaryModule = Warning("BM2214", "handler is no binary module");

    /// <summary>Arguments with quotes, at which nothing is split (row 66).</summary>
    public static readonly FindingKind QuotedArguments = Warning("BM2215", "quotes in arguments");

    /// <summary>A parcel that cannot be had (rows 45 and 46).</summary>
    public static readonly FindingKind ParcelMissing = Error("BM2301", "parcel cannot be had");

    /// <summary>A parcel of another length than declared (rows 19 and 44).</summary>
    public static readonly FindingKind SizeDiffers = Error("BM2302", "parcel size differs");

    /// <summary>A parcel of other content than declared (row 43).</summary>
    public static readonly FindingKind DigestDiffers = Error("BM2303", "parcel content differs");

    /// <summary>There are so many findings that only the first are told; weighs as the worst of the rest.</summary>
    public static readonly FindingKind More = Note("BM2009", "more findings");

    private static FindingKind Error(string code, string title) => new(code, FindingLevel.Error, title);

    private static FindingKind Warning(string code, string title) => new(code, FindingLevel.Warning, title);

    private static FindingKind Note(string code, string title) => new(code, FindingLevel.Note, title);
}
