using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin;

/// <summary>Weighs losses: what goes along in the referrer is worth a note, what is gone a warning.</summary>
internal static class Losses
{
    private const int MaxNames = 20;

    /// <summary>Makes a finding about something that the artifact itself leaves behind.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="options">Whether the whole bindle goes along.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="message">What is left behind.</param>
    public static Finding Of(FindingKind kind, ConversionOptions options, string subject, string message) =>
        options.Referrer
            ? kind.Of(subject, message + " The referrer keeps it with the whole bindle.", level: FindingLevel.Note)
            : kind.Of(subject, message + " Without the referrer it is lost; keep the bindle.");

    /// <summary>Names for a message, at most twenty, then how many more there are.</summary>
    /// <param name="names">All of them.</param>
    public static string NameSome(IReadOnlyCollection<string> names)
    {
        var list = string.Join(", ", names.Take(MaxNames).Select(MessageText.Quote));
        return names.Count > MaxNames ? $"{list} and {names.Count - MaxNames} more" : list;
    }
}
