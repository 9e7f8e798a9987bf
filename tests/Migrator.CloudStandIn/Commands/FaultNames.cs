using System.Globalization;
using Migrator.StandIn.Http;

namespace Migrator.StandIn.Commands;

/// <summary>Faults as the command line names them: <c>OPERATION=FAULT[:NUMBER][@NTH]</c>.</summary>
internal static class FaultNames
{
    internal const string Description =
        "OPERATION=FAULT[@NTH], as 'POST /api/revisions=status:503@1'. Operations: METHOD and path template of the "
        + "API, or api, registry, edge for all of a part. Faults: status:CODE, html:CODE, done-status:CODE, "
        + "late:SECONDS, cut:BYTES, drop, done-drop, expire-tokens, lose-body. Without NTH every request meets it. "
        + "Can be given again.";

    /// <summary>Plans a fault; false when the text is none.</summary>
    internal static bool TryApply(FaultPlan plan, string text)
    {
        var mark = text.LastIndexOf('=');
        var parts = mark < 0 ? [] : text[(mark + 1)..].Split('@');
        if (parts.Length is not (1 or 2) || FaultOf(parts[0]) is not { } fault)
        {
            return false;
        }

        var nth = 1;
        if (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out nth))
        {
            return false;
        }

        plan.When(Picks(text[..mark]), fault, nth, parts.Length == 2 ? 1 : int.MaxValue);
        return true;
    }

    private static Func<LoggedRequest, bool> Picks(string operation) =>
        Enum.TryParse<Area>(operation, ignoreCase: true, out var area)
            ? request => request.Area == area
            : request => request.Operation == operation;

    private static StandInFault? FaultOf(string text)
    {
        var parts = text.Split(':');
        if (parts.Length == 1)
        {
            return parts[0] switch
            {
                "drop" => StandInFault.Drop(),
                "done-drop" => StandInFault.DoneButDrop(),
                "expire-tokens" => StandInFault.TokensExpired(),
                "lose-body" => StandInFault.BodyLost(),
                _ => null,
            };
        }

        if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return parts[0] switch
        {
            "status" => StandInFault.Status(number),
            "html" => StandInFault.Html(number),
            "done-status" => StandInFault.DoneButSays(number),
            "late" => StandInFault.Latency(TimeSpan.FromSeconds(number)),
            "cut" => StandInFault.Truncated(number),
            _ => null,
        };
    }
}
