using Migrator.Cloud.Api.Http;

namespace Migrator.Cloud.Api;

/// <summary>The address of a cloud as a person writes it.</summary>
public static class CloudUrl
{
    /// <summary>What is taken, as the end of a sentence.</summary>
    public const string Expected =
        "expected https://HOST; http:// would show the token to others, and is only for this machine itself";

    /// <summary>
    /// Reads an address. Over <c>http</c> the token would go in clear, so that is for this machine alone.
    /// </summary>
    /// <param name="text">The text, with a slash at the end or not.</param>
    /// <returns>The address with a slash at the end, as logins have it; null when it is none that will do.</returns>
    public static Uri? ParseOrNull(string? text) =>
        text is not null
        && Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var url)
        && CloudAddress.IsOne(url)
        && IsSafe(url)
            ? url
            : null;

    /// <summary>Whether nobody on the way can read what is sent there.</summary>
    /// <param name="url">The address.</param>
    /// <returns>Whether it is <c>https</c>, or on this machine.</returns>
    public static bool IsSafe(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return url.Scheme == Uri.UriSchemeHttps || url.IsLoopback;
    }
}
