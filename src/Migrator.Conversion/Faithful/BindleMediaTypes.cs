namespace Migrator.Conversion.Faithful;

/// <summary>The names that the <c>bindle</c> profile writes into OCI (docs/one-app.md, "Profiles").</summary>
public static class BindleMediaTypes
{
    /// <summary>The artifact type of a manifest that holds a whole bindle.</summary>
    public const string Artifact = "application/vnd.bindle2oci.bindle.v1";

    /// <summary>The config blob: the invoice, byte for byte as the source had it.</summary>
    public const string Invoice = "application/vnd.bindle2oci.invoice.v1+toml";

    /// <summary>
    /// The manifest annotation that shows the bindle's id to people; readers take the id from the invoice.
    /// </summary>
    public const string IdAnnotation = "vnd.bindle2oci.bindle.id";

    internal const string OctetStream = "application/octet-stream";

    // OCI image spec, manifest.md, "Guidance for an Empty Descriptor".
    internal const string Empty = "application/vnd.oci.empty.v1+json";

    private const int MaxNameLength = 127;
    private static readonly string[] TreesWithMeaning =
        ["application/vnd.oci.", "application/vnd.docker.", "application/vnd.cncf.oras."];

    /// <summary>The media type of a parcel's layer.</summary>
    /// <param name="label">The media type that the parcel's label has, any text.</param>
    /// <returns>
    /// The same, when it is a plain <c>type/subtype</c> (RFC 6838, 4.2) to which OCI tools give no meaning; else
    /// <c>application/octet-stream</c>. Nothing is lost: the invoice keeps the label.
    /// </returns>
    internal static string ForLayer(string label) => IsPlain(label) && !HasMeaning(label) ? label : OctetStream;

    // A layer that claims to be an OCI or Docker layer would be unpacked by tools that see it.
    private static bool HasMeaning(string mediaType) =>
        Array.Exists(TreesWithMeaning, tree => mediaType.StartsWith(tree, StringComparison.OrdinalIgnoreCase));

    private static bool IsPlain(ReadOnlySpan<char> mediaType)
    {
        var slash = mediaType.IndexOf('/');
        return slash > 0 && IsRestrictedName(mediaType[..slash]) && IsRestrictedName(mediaType[(slash + 1)..]);
    }

    private static bool IsRestrictedName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name.Length > MaxNameLength || !char.IsAsciiLetterOrDigit(name[0]))
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"!#$&-^_.+".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
