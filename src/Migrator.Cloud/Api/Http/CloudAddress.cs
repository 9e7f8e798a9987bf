namespace Migrator.Cloud.Api.Http;

/// <summary>Addresses below a cloud's own.</summary>
internal static class CloudAddress
{
    /// <summary>The address that paths beginning with <c>/</c> are put behind (spec/cloud-deploy.md 1.1).</summary>
    /// <exception cref="ArgumentException">It is no web address, or has a query.</exception>
    public static string RootOf(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return IsOne(url)
            ? url.AbsoluteUri.TrimEnd('/')
            : throw new ArgumentException(
                $"'{url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}' is "
                + "not the address of a cloud; expected one such as https://cloud.fermyon.com/.",
                nameof(url));
    }

    /// <summary>Whether an address can be a cloud's: a web address without query and login.</summary>
    public static bool IsOne(Uri url) => url is
    {
        IsAbsoluteUri: true, Scheme: "http" or "https", Query.Length: 0, Fragment.Length: 0, UserInfo.Length: 0,
    };
}
