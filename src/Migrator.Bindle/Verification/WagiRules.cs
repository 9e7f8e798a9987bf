using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Verification;

/// <summary>Judges what a bindle tells Wagi (spec/bindle.md 10.3, rows 59, 61 to 63 and 66).</summary>
internal sealed class WagiRules(FindingList findings)
{
    private readonly WagiRoutes _routes = new();

    public static void Judge(Invoice invoice, FindingList findings)
    {
        var rules = new WagiRules(findings);
        var isWagi = invoice.Parcels.Any(WagiLabels.IsHandler);
        for (var i = 0; i < invoice.Parcels.Length; i++)
        {
            var parcel = invoice.Parcels[i];
            var subject = ParcelRules.SubjectOf(parcel, i);
            if (WagiLabels.IsHandler(parcel))
            {
                rules.JudgeHandler(parcel, subject);
            }
            else if (parcel.IsGlobal && WagiLabels.IsModule(parcel) && !WagiLabels.IsFile(parcel)
                && (isWagi || parcel.Label.Features.ContainsKey("wagi")))
            {
                findings.Add(
                    VerifyFindings.NoRoute,
                    subject,
                    $"{subject}: the module has no feature.wagi.route, so Wagi 0.5 and later do not mount it; Wagi 0.4 "
                    + "and earlier mounted it at '/'.");
            }
        }
    }

    private void JudgeHandler(Parcel handler, string subject)
    {
        var route = WagiLabels.FeatureOf(handler, "route")!;
        if (_routes.Add(route, subject) is { } winner)
        {
            findings.Add(
                VerifyFindings.ShadowedRoute,
                subject,
                $"{subject}: every request for the route {MessageText.Quote(route)} goes to {winner}; the handler is "
                + "never called.");
        }

        if (FindDoubt(route) is { } doubt)
        {
            findings.Add(
                VerifyFindings.DoubtfulRoute,
                subject,
                $"{subject}: the route {MessageText.Quote(route)} {doubt}.");
        }

        JudgeHosts(handler, subject);
        if (WagiLabels.FeatureOf(handler, "argv") is { } argv && argv.AsSpan().IndexOfAny('"', '\'') >= 0)
        {
            findings.Add(
                VerifyFindings.QuotedArguments,
                subject,
                $"{subject}: feature.wagi.argv has quotes, which Wagi passes on like any other letter; it splits only "
                + "at blanks.");
        }
    }

    private void JudgeHosts(Parcel handler, string subject)
    {
        var entry = WagiLabels.FeatureOf(handler, "allowed_hosts")?.Split(',')
            .FirstOrDefault(host => host != "insecure:allow-all" && !host.Contains("://", StringComparison.Ordinal));
        if (entry is not null)
        {
            findings.Add(
                VerifyFindings.HostWithoutScheme,
                subject,
                $"{subject}: feature.wagi.allowed_hosts has the entry {MessageText.Quote(entry)} without a scheme, "
                + "such as https://; with it every outbound request of the handler failed.");
        }
    }

    private static string? FindDoubt(string route)
    {
        if (WagiRoutes.FindUnreachable(route) is { } reason)
        {
            return reason;
        }

        return route.Split('/').Any(part => part.StartsWith(':') || part.StartsWith('*'))
            ? "has a ':' or '*', which Wagi takes as it stands and Spin for a placeholder"
            : null;
    }
}
