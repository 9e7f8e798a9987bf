using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Migrator.Cloud.Health;

/// <summary>A request of the user's that must be answered with a given status.</summary>
/// <param name="Path">Path and query below the application's address, such as <c>/api/ping</c>.</param>
/// <param name="Status">The status.</param>
public sealed record SmokeCheck(string Path, int Status = 200)
{
    private const int StatusDigits = 3;

    /// <summary>Reads <c>PATH</c> or <c>PATH=STATUS</c>.</summary>
    /// <param name="text">Such as <c>/ping</c> or <c>/ping=204</c>.</param>
    /// <param name="check">The request, when the text is one.</param>
    /// <returns>Whether it is.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SmokeCheck? check)
    {
        check = null;
        if (text is null || !text.StartsWith('/'))
        {
            return false;
        }

        var at = text.LastIndexOf('=');
        if (at < 0 || text.Length - at != StatusDigits + 1)
        {
            check = new SmokeCheck(text);
        }
        else if (int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            check = new SmokeCheck(text[..at], status);
        }

        return check is not null;
    }
}
