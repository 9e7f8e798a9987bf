namespace Migrator.Engine.Resilience;

/// <summary>Puts another body under the headers of an answer's.</summary>
internal static class ReplacedBody
{
    /// <summary>The other body with all headers of the first.</summary>
    public static HttpContent Of(HttpContent first, HttpContent other)
    {
        foreach (var (name, values) in first.Headers.NonValidated)
        {
            other.Headers.TryAddWithoutValidation(name, values);
        }

        other.Headers.ContentLength = first.Headers.ContentLength;
        return other;
    }
}
