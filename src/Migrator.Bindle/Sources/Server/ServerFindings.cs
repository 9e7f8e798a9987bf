using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Server;

/// <summary>The findings about what a Bindle server answers: BM1551 and on (spec/bindle.md 5, 6 and 10.6).</summary>
public static class ServerFindings
{
    /// <summary>The server gave the invoice of another bindle (row 112).</summary>
    public static readonly FindingKind OtherBindle = new("BM1551", FindingLevel.Error, "invoice of another bindle");

    /// <summary>The server gave the invoice as JSON only; its text is made anew (golden data, difference 1).</summary>
    public static readonly FindingKind TextMadeAnew = new("BM1552", FindingLevel.Note, "text of the invoice made anew");

    /// <summary>
    /// A listing is what the server's index holds, which can be less than it stores (spec/bindle.md 5.7).
    /// </summary>
    public static readonly FindingKind IncompleteList = new("BM1553", FindingLevel.Note, "list may be incomplete");

    /// <summary>The server's pages do not fit together (spec/bindle.md 6).</summary>
    public static readonly FindingKind PagesDiffer = new("BM1554", FindingLevel.Warning, "pages of the list differ");
}
