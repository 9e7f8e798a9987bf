using System.Text;

namespace Migrator.Cloud.Api.Http;

/// <summary>Makes text of foreign origin fit for a message.</summary>
internal static class MessageText
{
    private const int MaxText = 300;

    /// <summary>One line of bounded length, without control characters.</summary>
    public static string Clean(string text)
    {
        var line = new StringBuilder();
        foreach (var unit in text.AsSpan(0, Math.Min(text.Length, 4 * MaxText)))
        {
            var isGap = char.IsWhiteSpace(unit) || char.IsControl(unit);
            if (!isGap || (line.Length > 0 && line[^1] != ' '))
            {
                line.Append(isGap ? ' ' : unit);
            }
        }

        var clean = line.ToString().Trim().TrimEnd('.');
        return clean.Length <= MaxText ? clean : clean[..MaxText] + "...";
    }
}
