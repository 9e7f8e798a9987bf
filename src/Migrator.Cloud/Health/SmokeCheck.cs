using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Migrator.Cloud.Health;

/// <summary>A request of the user's that must be answered with a given status. No token ever goes with it.</summary>
/// <param name="Address">
/// A path below the application's address, such as <c>/api/ping?deep=1</c>; or a whole address, <c>http</c> or
/// <c>https</c>, for a domain of one's own that leads to the application.
/// </param>
/// <param name="Status">The status, 100 to 599.</param>
public sealed record SmokeCheck(string Address, int Status = 200)
{
    /// <summary>Reads <c>ADDRESS</c> or <c>ADDRESS=STATUS</c>.</summary>
    /// <param name="text">Such as <c>/ping</c> or <c>https://shop.example.com/ping=204</c>.</param>
    /// <param name="check">The request, when the text is one.</param>
    /// <returns>Whether it is.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SmokeCheck? check)
    {
        check = text is null ? null : WithStatusOrNull(text) ?? new SmokeCheck(text);
        if (check is null || !IsAddress(check.Address))
        {
            check = null;
        }

        return check is not null;
    }

    /// <summary>Whether an address is one that can be asked: a path, or a web address without a login in it.</summary>
    /// <param name="address">The address.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsAddress(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return IsPath(address)
            || (Uri.TryCreate(address, UriKind.Absolute, out var url)
                && url is { Scheme: "http" or "https", Host.Length: > 0, UserInfo.Length: 0 });
    }

    /// <summary>Where it is asked. A path stays with the application, even one that begins with two slashes.</summary>
    /// <exception cref="UriFormatException">The address is none.</exception>
    internal Uri UrlAt(Uri app) => IsPath(Address)
        ? new Uri(app.GetLeftPart(UriPartial.Authority) + Address)
        : new Uri(Address, UriKind.Absolute);

    // Three digits behind the last '=' are the status; anything else behind it is the query's.
    private static SmokeCheck? WithStatusOrNull(string text) => text.Length > 4
        && text[^4] == '='
        && int.TryParse(text.AsSpan(^3..), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? new SmokeCheck(text[..^4], status)
            : null;

    private static bool IsPath(string address) => address.StartsWith('/');
}
