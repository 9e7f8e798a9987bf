using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion;

/// <summary>What there is to say of an application's <c>base</c>, BM3320 to BM3329.</summary>
public static class BaseFindings
{
    /// <summary>A base that matched nothing.</summary>
    public static readonly FindingKind Relative = new("BM3320", FindingLevel.Error, "the base has no leading slash");

    /// <summary>The same, mended.</summary>
    public static readonly FindingKind Mended =
        new("BM3321", FindingLevel.Warning, "a leading slash was added to the base");

    /// <summary>A base written into the routes.</summary>
    public static readonly FindingKind Folded =
        new("BM3322", FindingLevel.Warning, "the base was folded into the routes");

    /// <summary>Refuses a base without leading slash.</summary>
    internal static Finding RelativeOf(BindleId id, string basePath) => Relative.Of(
        $"bindle {MessageText.Escape(id.ToString())}",
        $"The app's base is {MessageText.Quote(basePath)}, without leading '/': on Spin 1 none of its routes matched "
        + "any request, and Spin 3 does not start it. Convert with --fix-base (in a batch file "
        + $"'fix-base = true' below [target]) to take {MessageText.Quote("/" + basePath)}, or correct the app.");

    /// <summary>Tells of a mended base.</summary>
    internal static Finding MendedOf(BindleId id, string basePath) => Mended.Of(
        $"bindle {MessageText.Escape(id.ToString())}",
        $"The app's base {MessageText.Quote(basePath)} has no leading '/' and matched nothing on Spin 1; "
        + $"{MessageText.Quote("/" + basePath)} was taken, so its routes come alive. Check that this is wanted.");

    /// <summary>Tells of a folded base.</summary>
    internal static Finding FoldedOf(BindleId id, string basePath) => Folded.Of(
        $"bindle {MessageText.Escape(id.ToString())}",
        $"The app's base {MessageText.Quote(basePath)} was written into every route and is now '/', because Spin 3 "
        + "starts no app with another base. The same requests are served, but a component is told the base '/' and "
        + $"routes that start with {MessageText.Quote(basePath)}; check components that look at them.");
}
