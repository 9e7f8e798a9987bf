namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>Reads the header <c>Warning</c> (OCI distribution spec, "Warnings"): <c>299 - "text"</c>.</summary>
internal static class WarningText
{
    /// <summary>The text of a warning of code 299, without secrets; null for all others.</summary>
    public static string? OrNull(string header, SecretScrubber secrets)
    {
        var open = header.IndexOf('"', StringComparison.Ordinal);
        var close = header.LastIndexOf('"');
        return header.StartsWith("299 ", StringComparison.Ordinal) && open > 0 && close > open
            ? ErrorBody.Clean(secrets.Clean(
                header[(open + 1)..close].Replace("\\\"", "\"", StringComparison.Ordinal)))
            : null;
    }
}
