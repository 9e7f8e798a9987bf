using System.Globalization;

namespace Migrator.StandIn.Commands;

/// <summary>Quotas as the command line names them: <c>NAME=NUMBER</c>.</summary>
internal static class Limits
{
    internal const string Description =
        "NAME=NUMBER: apps, package-bytes, deploys-per-minute, deploys-per-hour or requests-per-hour. "
        + "Can be given again.";

    /// <summary>Sets a limit; null when the text is none.</summary>
    internal static Quotas? TryApply(Quotas quotas, string text)
    {
        if (text.Split('=') is not [var name, var number]
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var limit))
        {
            return null;
        }

        return name switch
        {
            "apps" => quotas with { Apps = quotas.Apps.To(limit) },
            "package-bytes" => quotas with { PackageBytes = quotas.PackageBytes.To(limit) },
            "deploys-per-minute" => quotas with { DeploysPerMinute = quotas.DeploysPerMinute.To(limit) },
            "deploys-per-hour" => quotas with { DeploysPerHour = quotas.DeploysPerHour.To(limit) },
            "requests-per-hour" => quotas with { RequestsPerHour = quotas.RequestsPerHour.To(limit) },
            _ => null,
        };
    }
}
