using System.Collections.Immutable;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin.Hosts;

namespace Migrator.Conversion;

/// <summary>
/// What there is to say of a component's allowed hosts, BM3300 to BM3309; entries that are no host fail the manifest.
/// </summary>
public static class HostFindings
{
    /// <summary>Entries beside the one that allows all.</summary>
    public static readonly FindingKind AllAllowed =
        new("BM3301", FindingLevel.Warning, "every outbound host is allowed");

    /// <summary>The host <c>self</c>.</summary>
    public static readonly FindingKind SelfAllowed = new("BM3302", FindingLevel.Note, "the app may call itself");

    /// <summary>A star, literal before and a pattern now.</summary>
    public static readonly FindingKind Wildcard =
        new("BM3303", FindingLevel.Warning, "a host with * allows more than before");

    /// <summary>A user in an entry.</summary>
    public static readonly FindingKind UserDropped =
        new("BM3304", FindingLevel.Note, "a user in an allowed host is dropped");

    /// <summary>A host in another spelling.</summary>
    public static readonly FindingKind Respelled =
        new("BM3305", FindingLevel.Note, "an allowed host is written in its URL form");

    /// <summary>Judges the allowed hosts of one component.</summary>
    /// <param name="componentId">The component.</param>
    /// <param name="allowedHttpHosts">The entries, as written.</param>
    /// <returns>The findings, in the order of the entries.</returns>
    internal static ImmutableArray<Finding> Of(string componentId, IReadOnlyCollection<string> allowedHttpHosts)
    {
        var subject = $"component {MessageText.Escape(componentId)}";
        if (allowedHttpHosts.Contains(AllowedHttpHost.All, StringComparer.Ordinal))
        {
            return
            [
                AllAllowed.Of(
                    subject,
                    $"{subject} allows '{AllowedHttpHost.All}': every outbound host stays allowed, and its "
                    + $"{allowedHttpHosts.Count - 1} other entries are not looked at. Name the hosts that it needs in "
                    + "the next version of the app."),
            ];
        }

        return [.. allowedHttpHosts.SelectMany(entry => OfEntry(subject, entry))];
    }

    private static IEnumerable<Finding> OfEntry(string subject, string entry)
    {
        var host = AllowedHttpHost.Parse(entry);
        if (host.Host == AllowedHttpHost.Self)
        {
            yield return SelfAllowed.Of(
                subject,
                $"{subject} allows the host 'self': an ordinary host name until Spin 1.4, the app's own routes since "
                + "Spin 1.5.");
        }

        if (host.Host.Contains('*', StringComparison.Ordinal))
        {
            yield return Wildcard.Of(
                subject,
                $"{subject} allows the host {MessageText.Quote(entry)}: Spin 1 compares the * as a letter, so it "
                + "allowed nothing; Spin 2 and later take it as a pattern and allow every host that fits. Remove the "
                + "entry from the app if that is not wanted.");
        }

        if (host.HasUser)
        {
            yield return UserDropped.Of(
                subject,
                $"{subject} names a user before the host {host.Authority}; Spin never used it, and it is dropped.");
        }
        else if (IsRespelled(entry, host))
        {
            yield return Respelled.Of(
                subject,
                $"{subject} allows {MessageText.Quote(entry)}, which is written '{host.Authority}', as Spin compares "
                + "it.");
        }
    }

    private static bool IsRespelled(string entry, AllowedHttpHost host) =>
        !entry.Contains(host.Host, StringComparison.Ordinal);
}
