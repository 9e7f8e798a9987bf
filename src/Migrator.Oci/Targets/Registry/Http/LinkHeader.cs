namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>Finds the next page of a list (RFC 8288).</summary>
internal static class LinkHeader
{
    /// <summary>The target of the link whose relation is <c>next</c>; null when there is none.</summary>
    public static string? NextOrNull(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out var values))
        {
            return null;
        }

        foreach (var value in values)
        {
            var rest = value;
            while (rest.IndexOf('<', StringComparison.Ordinal) is >= 0 and var open
                && rest.IndexOf('>', open) is > 0 and var close)
            {
                var target = rest[(open + 1)..close];
                var after = rest[(close + 1)..];
                var end = after.IndexOf(",<", StringComparison.Ordinal) is >= 0 and var found ? found : after.Length;
                if (IsNext(after[..end]))
                {
                    return target;
                }

                rest = after[end..];
            }
        }

        return null;
    }

    private static bool IsNext(string parameters) => parameters.Split(';').Any(parameter =>
        parameter.Replace(" ", "", StringComparison.Ordinal).Trim(',').ToLowerInvariant()
            is "rel=next" or "rel=\"next\"");
}
