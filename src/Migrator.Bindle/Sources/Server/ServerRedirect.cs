using System.Net;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Server;

/// <summary>Where a redirect leads, and whether it is followed (spec/bindle.md 5.12 and 10.6 row 101).</summary>
internal static class ServerRedirect
{
    private const int MaxHops = 10;

    public static bool Is(HttpResponseMessage response) => response.StatusCode is HttpStatusCode.MovedPermanently
        or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect
        or HttpStatusCode.PermanentRedirect;

    public static bool IsSameOrigin(Uri left, Uri right) =>
        left.Scheme == right.Scheme
        && left.Port == right.Port
        && left.IdnHost.Equals(right.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>The next place to ask.</summary>
    /// <exception cref="BindleSourceException">There is none, or going there is not safe.</exception>
    public static Uri Next(ServerConnection server, Uri from, HttpResponseMessage response, int hop)
    {
        if (hop == MaxHops)
        {
            throw server.Unfit($"points on more than {MaxHops} times. Check its address.");
        }

        var location = response.Headers.NonValidated.TryGetValues("Location", out var values)
            ? values.FirstOrDefault()
            : null;
        if (string.IsNullOrEmpty(location))
        {
            throw server.Unfit($"answers {(int)response.StatusCode} and does not say where to go.");
        }

        var text = Resolve(from, ServerPath.Encode(location.Split('#')[0]));
        if (!Uri.TryCreate(text, UriKind.Absolute, out var plain)
            || (plain.Scheme != Uri.UriSchemeHttp && plain.Scheme != Uri.UriSchemeHttps)
            || plain.UserInfo.Length > 0)
        {
            throw server.Unfit("points to a place that is no plain http or https URL; it is not followed.");
        }

        if (from.Scheme == Uri.UriSchemeHttps && plain.Scheme == Uri.UriSchemeHttp)
        {
            throw server.Unfit(
                $"points from https to plain http at {MessageText.Line(server.Redact(plain.Authority))}; that is not "
                + "followed. Give that address yourself if it is meant.");
        }

        return BindleServerAddress.RawUri(text);
    }

    private static string Resolve(Uri from, string location)
    {
        var path = from.PathAndQuery.Split('?')[0];
        var origin = from.GetLeftPart(UriPartial.Authority);
        return location switch
        {
            _ when location.StartsWith("//", StringComparison.Ordinal) => $"{from.Scheme}:{location}",
            _ when location.StartsWith('/') => origin + location,
            _ when location.StartsWith('?') => origin + path + location,
            _ when location.Split('/', '?')[0].Contains(':', StringComparison.Ordinal) => location,
            _ => origin + path[..(path.LastIndexOf('/') + 1)] + location,
        };
    }
}
