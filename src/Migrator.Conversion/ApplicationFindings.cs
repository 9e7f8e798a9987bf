using Migrator.Bindle.Verification;

namespace Migrator.Conversion;

/// <summary>Findings about components, files and layers, BM3100 to BM3199 (spec/spin-oci.md 6).</summary>
public static class ApplicationFindings
{
    /// <summary>Nothing would run.</summary>
    public static readonly FindingKind NoComponents =
        new("BM3100", FindingLevel.Warning, "the application has no components");

    /// <summary>Spin mixes such components up; only the exact form reproduces it.</summary>
    public static readonly FindingKind DuplicateComponent =
        new("BM3101", FindingLevel.Error, "two components have one id");

    /// <summary>An id that is empty or a path: hosts use it as a folder's name.</summary>
    public static readonly FindingKind UnsafeComponentId =
        new("BM3102", FindingLevel.Error, "a component's id is unsafe");

    /// <summary>Ids that Spin's bindle loader filed under one name; here each keeps its own module.</summary>
    public static readonly FindingKind ModuleFileShared =
        new("BM3103", FindingLevel.Warning, "components that shared a module file");

    /// <summary>A component's source is no parcel of the bindle.</summary>
    public static readonly FindingKind SourceNotInInvoice =
        new("BM3104", FindingLevel.Error, "a module is not in the invoice");

    /// <summary>A component's source is not 64 hex digits.</summary>
    public static readonly FindingKind SourceNotADigest =
        new("BM3105", FindingLevel.Error, "a source is not a digest");

    /// <summary>A source is spelled in capitals, with which Spin's look-up fails.</summary>
    public static readonly FindingKind SourceUpperCase =
        new("BM3106", FindingLevel.Warning, "a source in upper-case hex");

    /// <summary>A module that is too short, or does not begin as WebAssembly does.</summary>
    public static readonly FindingKind NotAModule = new("BM3107", FindingLevel.Warning, "a module is no WebAssembly");

    /// <summary>A group without members: an empty folder in a bindle, nothing in an artifact.</summary>
    public static readonly FindingKind EmptyMount =
        new("BM3111", FindingLevel.Warning, "a component loses its empty folder");

    /// <summary>Two parcels of one component have one path and differ; the later one in the invoice wins.</summary>
    public static readonly FindingKind SamePathOtherBytes =
        new("BM3112", FindingLevel.Warning, "two parcels for one path");

    /// <summary>Two parcels of one component have one path and the same bytes; one entry is kept.</summary>
    public static readonly FindingKind SamePathSameBytes = new("BM3113", FindingLevel.Note, "one file named twice");

    /// <summary>A name with <c>\</c>, <c>.</c> or doubled <c>/</c> is written as the path it means.</summary>
    public static readonly FindingKind PathNormalised =
        new("BM3114", FindingLevel.Note, "a file's name is rewritten");

    /// <summary>A name such as <c>.</c>, of which no path is left.</summary>
    public static readonly FindingKind PathEmpty = new("BM3115", FindingLevel.Error, "a file's name names no file");

    /// <summary>A name such as <c>x..y</c>, which Spin's bindle loader refused and every other reader takes.</summary>
    public static readonly FindingKind PathDots = new("BM3117", FindingLevel.Note, "a file's name holds two dots");

    /// <summary>A name holds U+FFFD: whoever made the bindle could not read it.</summary>
    public static readonly FindingKind ReplacementCharacter =
        new("BM3120", FindingLevel.Warning, "a name was damaged before");

    /// <summary>A name with control characters, or with characters that Windows refuses.</summary>
    public static readonly FindingKind OddCharacter =
        new("BM3121", FindingLevel.Warning, "a name that not every system can write");

    /// <summary>
    /// Files are to have layers too, and empty blobs cannot be pushed; the locked app alone holds it.
    /// </summary>
    public static readonly FindingKind EmptyFileNoLayer =
        new("BM3130", FindingLevel.Warning, "an empty file has no layer");

    /// <summary>Files of 128 bytes or less have no layer, which Spin 1.0 to 1.4 need.</summary>
    public static readonly FindingKind InlineOnly =
        new("BM3131", FindingLevel.Note, "small files stand in the locked app only");

    /// <summary>Above 499 layers.</summary>
    public static readonly FindingKind ManyLayers =
        new("BM3132", FindingLevel.Warning, "more layers than some registries take");

    /// <summary>A module and a file have the same bytes; Spin may miss one of them (spec/spin-oci.md 4.7).</summary>
    public static readonly FindingKind ModuleIsFile =
        new("BM3133", FindingLevel.Warning, "one blob is module and file");

    /// <summary>The manifest names a layer as often as it is used, as Spin before 2.5 does.</summary>
    public static readonly FindingKind SharedParcel =
        new("BM3134", FindingLevel.Note, "a parcel is used more than once");
}
