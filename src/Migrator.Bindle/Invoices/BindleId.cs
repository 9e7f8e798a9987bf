using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Migrator.Bindle.Invoices;

/// <summary>The identity of a bindle: <c>NAME/VERSION</c>, split at the last <c>/</c> (spec/bindle.md 3.1).</summary>
/// <param name="Name">
/// The name, verbatim: any text without a rule; it may hold <c>/</c>. Empty only in a faulty invoice.
/// </param>
/// <param name="Version">The version.</param>
public sealed record BindleId(string Name, BindleVersion Version)
{
    /// <summary>
    /// The key under which every store files the bindle: lower-case hex of the SHA-256 of the UTF-8 bytes of
    /// <c>NAME/VERSION</c>, 64 digits, no Unicode normalisation (spec/bindle.md 3.4).
    /// </summary>
    public string StorageKey => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToString())));

    /// <summary>Reads an id.</summary>
    /// <param name="text"><c>NAME/VERSION</c>; both parts not empty, the version strict SemVer.</param>
    /// <param name="id">The id, when the text is one.</param>
    /// <returns>Whether the text is an id.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out BindleId? id)
    {
        id = null;
        var slash = text?.LastIndexOf('/') ?? -1;
        if (slash < 1 || !BindleVersion.TryParse(text![(slash + 1)..], out var version))
        {
            return false;
        }

        id = new BindleId(text[..slash], version);
        return true;
    }

    /// <summary>Reads an id or fails.</summary>
    /// <param name="text">As for <see cref="TryParse"/>.</param>
    /// <returns>The id.</returns>
    /// <exception cref="FormatException">
    /// The text is not <c>NAME/VERSION</c> with a strict semantic version.
    /// </exception>
    public static BindleId Parse(string text) =>
        TryParse(text, out var id)
            ? id
            : throw new FormatException(
                $"'{text}' is not a bindle id; expected NAME/VERSION with a strict semantic version, such as " +
                "example.com/shop/1.2.0.");

    /// <summary>The id as text.</summary>
    /// <returns><c>NAME/VERSION</c>.</returns>
    public override string ToString() => $"{Name}/{Version.Text}";
}
