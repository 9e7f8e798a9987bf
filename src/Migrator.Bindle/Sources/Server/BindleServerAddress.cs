using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Server;

/// <summary>The address of a Bindle server with the base path of its API, such as <c>https://host/v1/</c>.</summary>
/// <remarks>
/// The path is sent as written: servers take ids literally and decode nothing (spec/bindle.md 3.5). So no part of it
/// passes through <see cref="Uri"/>'s normalising.
/// </remarks>
public sealed class BindleServerAddress
{
    /// <summary>The longest request target that Bindle servers take, in bytes (spec/bindle.md 5.1).</summary>
    public const int MaxTargetLength = 65_534;

    private static readonly UriCreationOptions Raw = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private BindleServerAddress(Uri origin, string basePath)
    {
        Origin = origin.GetLeftPart(UriPartial.Authority);
        Host = origin.IdnHost;
        IsSecure = origin.Scheme == Uri.UriSchemeHttps;
        BasePath = basePath;
    }

    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    public string Origin { get; }

    /// <summary>The host's name.</summary>
    public string Host { get; }

    /// <summary>Whether the server is asked over TLS.</summary>
    public bool IsSecure { get; }

    /// <summary>The base path as written; begins and ends with a slash.</summary>
    public string BasePath { get; }

    /// <summary>Reads an address.</summary>
    /// <param name="text">
    /// An <c>http</c> or <c>https</c> URL without user, query and fragment; a slash at its end is added when missing.
    /// </param>
    /// <returns>The address.</returns>
    /// <exception cref="FormatException">
    /// The text is no such URL. The message does not repeat it, for it may hold a password.
    /// </exception>
    public static BindleServerAddress Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.Host.Length == 0)
        {
            throw new FormatException(
                "The address of the Bindle server is not an http or https URL; expected one such as "
                + "https://bindle.example.com/v1/.");
        }

        if (uri.UserInfo.Length > 0 || text.AsSpan().IndexOfAny('?', '#', '\\') >= 0)
        {
            throw new FormatException(
                $"The address of the Bindle server at {uri.IdnHost} holds a user, a query, a fragment or a backslash; "
                + "give the plain URL, and credentials by their own options.");
        }

        var slash = text.IndexOf('/', text.IndexOf("://", StringComparison.Ordinal) + 3);
        var path = slash < 0 ? "/" : ServerPath.Encode(text[slash..]);
        return new BindleServerAddress(uri, path.EndsWith('/') ? path : path + "/");
    }

    /// <summary>The address as text.</summary>
    /// <returns>Origin and base path; no secret.</returns>
    public override string ToString() => MessageText.Line(Origin + BasePath);

    /// <summary>The URI of a resource below the base path.</summary>
    /// <param name="tail">Path and query, encoded already; without a slash at its start.</param>
    internal Uri UriOf(string tail) => RawUri(Origin + BasePath + tail);

    /// <summary>A URI whose path and query go to the server as they are.</summary>
    internal static Uri RawUri(string text) => new(text, Raw);
}
