namespace Migrator.Cloud.Api.Http;

/// <summary>Addresses below a cloud's own.</summary>
internal static class CloudAddress
{
    /// <summary>The address that paths beginning with <c>/</c> are put behind (spec/cloud-deploy.md 1.1).</summary>
    /// <exception cref="ArgumentException">It is no web address, or has a query.</exception>
    public static string RootOf(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var isWeb = url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
        return isWeb && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0
            ? url.AbsoluteUri.TrimEnd('/')
            : throw new ArgumentException(
                $"'{url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}' is "
                + "not the address of a cloud; expected one such as https://cloud.fermyon.com/.",
                nameof(url));
    }
}
