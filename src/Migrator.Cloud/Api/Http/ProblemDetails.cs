using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Migrator.Cloud.Api.Http;

/// <summary>What the cloud says went wrong, in any of the forms that it has (spec/cloud-deploy.md 1.7).</summary>
/// <param name="Words">Title, detail and fields in one line; empty when the answer says nothing of use.</param>
/// <param name="Errors">What it has against each field.</param>
internal sealed record ProblemDetails(string Words, ImmutableSortedDictionary<string, ImmutableArray<string>> Errors)
{
    private static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> NoErrors =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    /// <summary>
    /// Reads an answer; whatever it is, something comes of it. Secrets are taken out before a text is cut to length:
    /// half a token is known as none.
    /// </summary>
    public static ProblemDetails Read(CloudAnswer answer, SecretScrubber secrets)
    {
        if (answer.IsHtml)
        {
            return new ProblemDetails("the answer is an HTML page, not the cloud's", NoErrors);
        }

        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return OfJson(document.RootElement, secrets);
        }
        catch (JsonException)
        {
            // Plain text, such as a proxy's "error code: 524", or nothing: the text itself is what there is.
            return new ProblemDetails(Clean(Encoding.UTF8.GetString(answer.Body), secrets), NoErrors);
        }
    }

    private static ProblemDetails OfJson(JsonElement json, SecretScrubber secrets)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return new ProblemDetails(Clean(json.ToString(), secrets), NoErrors);
        }

        var errors = ErrorsOf(json, secrets);
        var fields = errors.Select(error => $"{error.Key}: {string.Join(" ", error.Value)}");
        string[] words = [TextOf(json, "title"), TextOf(json, "detail"), .. fields];
        return new ProblemDetails(Clean(string.Join(" ", words.Where(word => word.Length > 0)), secrets), errors);
    }

    private static string Clean(string text, SecretScrubber secrets) => MessageText.Clean(secrets.Clean(text));

    private static string TextOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> ErrorsOf(
        JsonElement json, SecretScrubber secrets) =>
        json.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object
            ? errors.EnumerateObject()
                .GroupBy(field => Clean(field.Name, secrets), field => field.Value, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(
                    field => field.Key,
                    field => field.SelectMany(TextsOf).Select(text => Clean(text, secrets)).ToImmutableArray(),
                    StringComparer.Ordinal)
            : NoErrors;

    private static IEnumerable<string> TextsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Select(item => item.ToString()),
        _ => [value.ToString()],
    };
}
