using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin.Hosts;

namespace Migrator.Conversion.Wagi;

/// <summary>Reads a handler's <c>allowed_hosts</c>: addresses divided by commas (spec/bindle.md 8.2 and 8.3).</summary>
internal static class HandlerHosts
{
    /// <summary>Reads.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="subject">The component it becomes.</param>
    /// <param name="findings">Where entries go that Spin does not take.</param>
    /// <returns>The hosts as Spin takes them, in order.</returns>
    public static ImmutableArray<string> Read(Parcel handler, string subject, ICollection<Finding> findings)
    {
        var hosts = ImmutableArray.CreateBuilder<string>();
        foreach (var entry in WagiLabels.FeatureOf(handler, "allowed_hosts")?.Split(',') ?? [])
        {
            if (Take(entry.Trim()) is { } host)
            {
                hosts.Add(host);
            }
            else
            {
                findings.Add(WagiFindings.HostLeftOut.Of(
                    subject,
                    $"{subject}: the allowed host {MessageText.Quote(entry)} is no http or https address; Spin would "
                    + "refuse to start the application with it, so it is left out."));
            }
        }

        return hosts.DrainToImmutable();
    }

    // Wagi compared the host alone; Spin takes no address with a path.
    private static string? Take(string entry)
    {
        if (entry == AllowedHttpHost.All || AllowedHttpHost.TryParse(entry, out _))
        {
            return entry;
        }

        var start = entry.IndexOf("//", StringComparison.Ordinal);
        var path = start < 0 ? -1 : entry.IndexOf('/', start + 2);
        return path > 0 && AllowedHttpHost.TryParse(entry[..path], out _) ? entry[..path] : null;
    }
}
