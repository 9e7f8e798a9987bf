namespace Migrator.Bindle.Verification;

/// <summary>
/// One fault, loss or doubt about a bindle, found by a stage; all are collected before the stage ends.
/// </summary>
/// <param name="Kind">Its number and title.</param>
/// <param name="Level">How much it weighs here.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Message">Full sentences: what failed, expected and got, what to do next.</param>
/// <param name="Place">
/// Where: <c>invoice.toml:12:5</c> (line and column from 1) or a path; null when there is none.
/// </param>
public sealed record Finding(FindingKind Kind, FindingLevel Level, string Subject, string Message, string? Place)
{
    /// <summary>The code, <c>BM</c> and four digits.</summary>
    public string Code => Kind.Code;

    /// <summary>Whether the job stops because of it.</summary>
    public bool IsError => Level == FindingLevel.Error;

    /// <summary>The finding as one line of text.</summary>
    /// <returns><c>error BM2103 invoice.toml:12:5: message</c>.</returns>
    public override string ToString() =>
        $"{Level.ToString().ToLowerInvariant()} {Code}{(Place is null ? "" : " " + Place)}: {Message}";
}
