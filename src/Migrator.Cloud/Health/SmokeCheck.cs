namespace Migrator.Cloud.Health;

/// <summary>A request of the user's that must be answered with a given status. No token ever goes with it.</summary>
/// <param name="Address">
/// A path below the application's address, such as <c>/api/ping?deep=1</c>; or a whole address, <c>http</c> or
/// <c>https</c>, for a domain of one's own that leads to the application.
/// </param>
/// <param name="Status">The status, 100 to 599.</param>
public sealed record SmokeCheck(string Address, int Status = 200)
{
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

    private static bool IsPath(string address) => address.StartsWith('/');
}
