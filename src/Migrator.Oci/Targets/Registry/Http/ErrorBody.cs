using System.Text;
using System.Text.Json;
using Migrator.Oci.Json;
using Migrator.Oci.Model;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>What a registry says went wrong (OCI distribution spec, "Error codes").</summary>
/// <param name="Code">The code of the first error; null when the body has none.</param>
/// <param name="Message">Its message, or the beginning of a body that is plain text; empty when there is none.</param>
internal sealed record ErrorBody(string? Code, string Message)
{
    /// <summary>What a message says, whatever the registry's words, when its disk is full.</summary>
    public const string NoSpace = "no space left on device";

    private const int NoSpaceNumber = 28;
    private const int MaxBytes = 64 * 1024;
    private const int MaxText = 300;
    private static readonly TimeSpan MaxReading = TimeSpan.FromSeconds(10);

    /// <summary>What is said, for a message; empty when nothing is.</summary>
    public string InBrackets => (Code, Message) switch
    {
        (null, "") => "",
        (null, _) => $" ({Message})",
        (_, "") => $" ({Code})",
        _ => $" ({Code}: {Message})",
    };

    /// <summary>
    /// Reads the body of an answer, as far as it is of use and comes in good time. Its texts lose their secrets before
    /// their gaps: folded, a secret is not to be found.
    /// </summary>
    public static async Task<ErrorBody> ReadAsync(
        HttpResponseMessage response,
        SecretScrubber secrets,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        try
        {
            var bytes = await BoundedBody.ReadStartAsync(
                response, MaxBytes, () => time.GetElapsedTime(begun) > MaxReading, cancellationToken)
                .ConfigureAwait(false);
            return IsHtml(response, bytes)
                ? new ErrorBody(null, "the answer is an HTML page, not a registry's")
                : Parse(bytes).Cleaned(secrets);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            // The status tells enough; why it has no body does not matter.
            return new ErrorBody(null, "");
        }
    }

    /// <summary>Whether an answer is a web page, as proxies and portals give.</summary>
    public static bool IsHtml(HttpResponseMessage response, ReadOnlySpan<byte> start) =>
        response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml"
        || start.TrimStart(" \t\r\n"u8).StartsWith("<"u8);

    /// <summary>One line of text of bounded length, without control characters.</summary>
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

    private ErrorBody Cleaned(SecretScrubber secrets) =>
        new(Code is null ? null : Clean(secrets.Clean(Code)), Clean(secrets.Clean(Message)));

    private static ErrorBody Parse(byte[] bytes)
    {
        try
        {
            return ContentReader.Read(bytes, "error", MaxBytes, OfJson);
        }
        catch (ManifestFormatException)
        {
            // Not JSON: the text itself is what there is.
            return new ErrorBody(null, Encoding.UTF8.GetString(bytes));
        }
    }

    private static ErrorBody OfJson(JsonObject json)
    {
        if (!json.Has("errors"))
        {
            var details = json.TextOrNull("details") ?? json.TextOrNull("message")
                ?? json.TextOrNull("error_description");
            return new ErrorBody(CodeOrNull(json) ?? OAuthCodeOrNull(json), details ?? "");
        }

        foreach (var error in json.Objects("errors"))
        {
            var message = error.TextOrNull("message") ?? "";
            return new ErrorBody(
                CodeOrNull(error), HasNoSpace(error.Element) ? $"{message}: {NoSpace}" : message);
        }

        return new ErrorBody(null, "");
    }

    private static string? CodeOrNull(JsonObject json) => json.TextOrNull("code") is { Length: > 0 } code ? code : null;

    // RFC 6749 5.2. Others put a whole sentence into a member of that name.
    private static string? OAuthCodeOrNull(JsonObject json) =>
        json.Element.TryGetProperty("error", out var error)
        && error.ValueKind == JsonValueKind.String
        && error.GetString() is { } code
        && !code.Contains(' ', StringComparison.Ordinal)
            ? code
            : null;

    // Distribution's own failures are an "unknown error", and the number of the system's error is in the detail:
    // {"DriverName":"filesystem","Enclosed":{"Op":"write","Path":"...","Err":28}}.
    private static bool HasNoSpace(JsonElement error) =>
        IsObject(error, "detail", out var detail)
        && IsObject(detail, "Enclosed", out var cause)
        && cause.TryGetProperty("Err", out var number)
        && number.ValueKind == JsonValueKind.Number
        && number.TryGetInt32(out var value)
        && value == NoSpaceNumber;

    private static bool IsObject(JsonElement parent, string member, out JsonElement value) =>
        parent.TryGetProperty(member, out value) && value.ValueKind == JsonValueKind.Object;
}
