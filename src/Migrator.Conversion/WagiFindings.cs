using Migrator.Bindle.Verification;

namespace Migrator.Conversion;

/// <summary>
/// What becomes of a Wagi application as a Spin application, BM3700 to BM3749 (spec/bindle.md 8.3 and 8.5).
/// </summary>
public static class WagiFindings
{
    /// <summary>Which handler became which component.</summary>
    public static readonly FindingKind HandlersMapped = Note("BM3700", "handlers became components");

    /// <summary>A handler that no request reached under Wagi; Spin would reach it.</summary>
    public static readonly FindingKind HandlerLeftOut = Note("BM3701", "a handler that was never called is left out");

    /// <summary>A path that another handler answers under Spin.</summary>
    public static readonly FindingKind PathChangesOwner = Warning("BM3702", "a path changes its owner");

    /// <summary>A path that nobody answered under Wagi.</summary>
    public static readonly FindingKind PathAnswered = Note("BM3703", "a path is answered that was not found");

    /// <summary>Wagi answered <c>/healthz</c> itself; no released Spin since 0.7 does.</summary>
    public static readonly FindingKind HealthCheckGone = Warning("BM3704", "the health check of Wagi is gone");

    /// <summary>Two routes that differ in their final slash only, which Spin does not look at.</summary>
    public static readonly FindingKind SameButSlash = Warning("BM3705", "two routes differ in a final slash only");

    /// <summary>Plain text in a route that Spin 2.5 and later read as a placeholder.</summary>
    public static readonly FindingKind Placeholder = Error("BM3706", "a route would become a pattern");

    /// <summary>A route bound to a host, which no released Wagi looked at and Spin does not know.</summary>
    public static readonly FindingKind HostBound = Warning("BM3707", "a route is bound to a host");

    /// <summary>A function other than <c>_start</c> is called, which Spin 3 refuses.</summary>
    public static readonly FindingKind Entrypoint = Error("BM3708", "a handler has an entrypoint of its own");

    /// <summary>A module that told Wagi more routes when it started.</summary>
    public static readonly FindingKind DynamicRoutes = Warning("BM3709", "a module computes routes at its start");

    /// <summary>A module that needs Wagi's experimental HTTP client.</summary>
    public static readonly FindingKind ExperimentalHttp = Error("BM3710", "a module needs an interface that is gone");

    /// <summary>A module that Spin 3 refuses because of the compiler that made it.</summary>
    public static readonly FindingKind OldToolchain = Warning("BM3711", "a module is too old for Spin 3");

    /// <summary>A handler's module in text form, or none at all.</summary>
    public static readonly FindingKind NotAModule = Error("BM3712", "a handler is no binary module");

    /// <summary>A module without <c>_start</c>.</summary>
    public static readonly FindingKind NoStart = Warning("BM3713", "a module cannot be started");

    /// <summary>An entrypoint that the module does not export.</summary>
    public static readonly FindingKind EntrypointMissing = Error("BM3714", "an entrypoint is not exported");

    /// <summary>Two files with one path and different bytes; Wagi took either.</summary>
    public static readonly FindingKind TwoFiles = Error("BM3715", "two files map to one path");

    /// <summary>A path that is a file and the folder of another one.</summary>
    public static readonly FindingKind FileAndFolder = Error("BM3716", "a path is both file and folder");

    /// <summary>Files that a module could write under Wagi.</summary>
    public static readonly FindingKind ReadOnlyFiles = Warning("BM3717", "files can only be read");

    /// <summary>Spin splits arguments at every single blank.</summary>
    public static readonly FindingKind EmptyArguments = Note("BM3718", "arguments may have an empty one");

    /// <summary>An allowed host that Spin does not take.</summary>
    public static readonly FindingKind HostLeftOut = Warning("BM3719", "an allowed host is left out");

    /// <summary>Allowed hosts, of which a module of Wagi's times can make no use.</summary>
    public static readonly FindingKind HostsWithoutEffect = Note("BM3720", "allowed hosts have no effect");

    /// <summary>More files in all components together than a locked app can list.</summary>
    public static readonly FindingKind TooManyFiles = Error("BM3721", "too many files for all components");

    /// <summary>Features that Wagi itself did not look at.</summary>
    public static readonly FindingKind FeatureLeftOut = Note("BM3722", "features are left out");

    /// <summary>No handler is left.</summary>
    public static readonly FindingKind NothingServed = Error("BM3723", "no route is left");

    /// <summary>Environment that the operator gave on Wagi's command line.</summary>
    public static readonly FindingKind OperatorEnvironment = Note("BM3724", "environment is not in the bindle");

    /// <summary>Environment of a module map, which no released Wagi read, in clear in the artifact.</summary>
    public static readonly FindingKind EnvironmentInClear = Warning("BM3725", "environment goes along in clear");

    /// <summary>A module too large to look at.</summary>
    public static readonly FindingKind ModuleNotLooked = Warning("BM3726", "a module was not looked at");

    /// <summary>Every component with files has those of all.</summary>
    public static readonly FindingKind SharedFiles = Note("BM3727", "components share their files");

    /// <summary>The volumes of a module map are folders below one mount.</summary>
    public static readonly FindingKind VolumesInOne = Note("BM3728", "volumes become folders of one mount");

    /// <summary>White space in a template of arguments by which Spin splits otherwise.</summary>
    public static readonly FindingKind SplitOtherwise = Warning("BM3729", "arguments are split otherwise");

    /// <summary>A route whose parcel Wagi did not take for a module.</summary>
    public static readonly FindingKind NotServed = Warning("BM3730", "a route is not served");

    /// <summary>A plain route that Spin would take for everything below it.</summary>
    public static readonly FindingKind BecomesWildcard = Warning("BM3731", "a route would become a wildcard");

    /// <summary>Paths that Spin answers itself and a handler for everything answered under Wagi.</summary>
    public static readonly FindingKind ReservedPaths = Note("BM3732", "paths are Spin's own");

    /// <summary>Groups of so many handlers that it takes too long to walk them.</summary>
    public static readonly FindingKind TooManySteps = Error("BM3733", "too many groups to walk");

    private static FindingKind Error(string code, string title) => new(code, FindingLevel.Error, title);

    private static FindingKind Warning(string code, string title) => new(code, FindingLevel.Warning, title);

    private static FindingKind Note(string code, string title) => new(code, FindingLevel.Note, title);
}
