using Migrator.Oci.References;

namespace Migrator.Cli.Commands;

/// <summary>Reads references to OCI targets.</summary>
internal static class TargetArgument
{
    private const string Expected = "expected oci:DIR[:TAG] or oci-archive:FILE[:TAG]";

    /// <summary>A place to write to: no digest.</summary>
    /// <exception cref="UsageException">The text is missing, no reference, or has a digest.</exception>
    public static TargetReference ToWrite(string? text)
    {
        var reference = ToRead(text);
        return reference.Digest is null
            ? reference
            : throw new UsageException($"'{text}' names a digest; what is written gets a tag: {Expected}.");
    }

    /// <summary>A place to read from.</summary>
    /// <exception cref="UsageException">The text is missing or no reference.</exception>
    public static TargetReference ToRead(string? text)
    {
        if (text is null)
        {
            throw new UsageException($"Name a target: {Expected}.");
        }

        try
        {
            return TargetReference.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    /// <summary>The tag or digest of a reference, as text; null when it has neither.</summary>
    public static string? NameIn(TargetReference reference) => reference.Digest?.ToString() ?? reference.Tag;

    /// <summary>Whether an argument names an OCI target and not a Bindle source.</summary>
    public static bool IsTarget(string text) =>
        text.StartsWith("oci:", StringComparison.Ordinal) || text.StartsWith("oci-archive:", StringComparison.Ordinal);
}
