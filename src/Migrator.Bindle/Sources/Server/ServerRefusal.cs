using System.Net;
using System.Text;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Server;

/// <summary>An answer other than 200, with what its body says.</summary>
/// <param name="Status">The status.</param>
/// <param name="Error">The server's own words, fit for a line; null when the body is not an error of Bindle's.</param>
/// <param name="Hint">What the body is instead, as half a sentence.</param>
internal sealed record ServerRefusal(HttpStatusCode Status, string? Error, string Hint)
{
    /// <summary>The most bytes of an error's body that are read.</summary>
    public const int MaxBytes = 8 << 10;

    private const int ExcerptLength = 120;

    /// <summary>How long an error's body may take.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(30);

    /// <summary>Why it was not asked again; null when nothing kept from that.</summary>
    public string? GivenUp { get; init; }

    /// <summary>Whether the server was shown a credential.</summary>
    public bool HadCredential { get; init; }

    /// <summary>Whether the bindle was withdrawn (spec/bindle.md 5.6).</summary>
    public bool IsYanked =>
        Status == HttpStatusCode.Forbidden && string.Equals(Error, "bindle is yanked", StringComparison.Ordinal);

    /// <summary>Whether the server itself has the resource's place and cannot read it.</summary>
    public bool IsInternal => Status == HttpStatusCode.InternalServerError && Error is not null;

    /// <summary>What the refusal means for the job.</summary>
    public SourceFailure Failure => Status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.ProxyAuthenticationRequired => SourceFailure.Credentials,
        HttpStatusCode.Forbidden when !IsYanked => SourceFailure.Credentials,
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => SourceFailure.Temporary,
        >= HttpStatusCode.InternalServerError when !IsInternal => SourceFailure.Temporary,
        _ => SourceFailure.Unusable,
    };

    /// <summary>Makes a refusal of a body.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="body">Its body; empty when it has more than <see cref="MaxBytes"/>.</param>
    public static ServerRefusal Of(ServerAnswer answer, ReadOnlyMemory<byte> body)
    {
        // The server may send back what it was shown.
        string Clean(string text) => MessageText.Line(answer.Credential?.Redact(text) ?? text);
        var (error, hint) = ErrorIn(body) is { } words ? (Clean(words), "") : (null, HintOf(answer, body, Clean));
        return new ServerRefusal(answer.Status, error, hint)
        {
            GivenUp = answer.GivenUp,
            HadCredential = answer.Credential is not null,
        };
    }

    /// <summary>What it means, as the rest of a sentence that begins with the server, and advice.</summary>
    /// <param name="subject">What the server was asked for.</param>
    public string Explain(string subject) => Status switch
    {
        HttpStatusCode.Unauthorized when HadCredential =>
            $"refuses the credentials for {subject}{Words}. Check user, password or token; a token may be too old.",
        HttpStatusCode.Unauthorized => $"wants credentials for {subject}{Words}. Give a user and password or a token.",
        _ when IsYanked => $"does not give {subject}: the bindle is yanked, and its parcels cannot be had over HTTP. "
            + "Read the server's own folder with --bindle-store and --include-yanked; in a batch file, with 'store' in "
            + "the [[source]] and 'yanked = true' below [select].",
        HttpStatusCode.Forbidden => $"denies access to {subject}{Words}. Check the credentials.",
        HttpStatusCode.NotFound when Error is not null => $"does not have {subject}: {Error}",
        HttpStatusCode.NotFound => $"does not know the path of {subject} {Hint}. Its address must end in the prefix of "
            + "the API, as a rule /v1/.",
        _ when IsInternal => $"cannot read {subject} from its own store: {Error}. Look at the store, or read it with "
            + "--bindle-store.",
        _ when Failure == SourceFailure.Temporary =>
            $"answers {(int)Status} for {subject}{Words}. {ServerFaults.Tell(GivenUp)}Run again later.",
        _ when Error is not null => $"refuses to give {subject}: {Error}",
        _ => $"answers {(int)Status} for {subject} {Hint}. Check that its address ends in /v1/.",
    };

    private string Words => Error is null ? $" {Hint}" : $": {Error}";

    private static string HintOf(ServerAnswer answer, ReadOnlyMemory<byte> body, Func<string, string> clean)
    {
        var type = answer.ContentType is { } given ? clean(given) : "no content type";
        var text = clean(Encoding.UTF8.GetString(body.Span).Trim());
        return text.Length == 0 || type.Contains("html", StringComparison.OrdinalIgnoreCase)
            ? $"({type})"
            : $"({type}: {(text.Length > ExcerptLength ? text[..ExcerptLength] + "…" : text)})";
    }

    private static string? ErrorIn(ReadOnlyMemory<byte> body) =>
        TomlDocument.Read(body).Root is { } root && root.TryGet("error", out var node) && node is TomlString text
            ? text.Value
            : null;
}
