namespace Migrator.Bindle.Verification;

/// <summary>
/// A numbered kind of finding: BM1xxx read, 2xxx verify, 3xxx convert, 4xxx push, 5xxx deploy; never reused.
/// </summary>
/// <param name="Code">The code, <c>BM</c> and four digits.</param>
/// <param name="Level">How much it weighs unless a policy says otherwise.</param>
/// <param name="Title">What it is, in a few words; the same for every finding of the kind.</param>
public sealed record FindingKind(string Code, FindingLevel Level, string Title)
{
    /// <summary>
    /// Makes a finding of this kind; control characters in its texts are escaped, so that it is one line.
    /// </summary>
    /// <param name="subject">What it is about, for example <c>parcel index.html</c>.</param>
    /// <param name="message">Full sentences: what failed, expected and got, what to do next. No secret.</param>
    /// <param name="place">Where: a file with line and column, or a path; null when there is none.</param>
    /// <param name="level">The weight, when it is not the kind's own.</param>
    /// <returns>The finding.</returns>
    public Finding Of(string subject, string message, string? place = null, FindingLevel? level = null) =>
        new(
            this,
            level ?? Level,
            MessageText.OneLine(subject),
            MessageText.OneLine(message),
            place is null ? null : MessageText.OneLine(place));
}
