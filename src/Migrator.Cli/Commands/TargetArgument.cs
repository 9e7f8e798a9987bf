using Migrator.Cli.Registries;
using Migrator.Engine.Jobs;
using Migrator.Oci.Model;
using Migrator.Oci.References;
using Migrator.Oci.Targets;

namespace Migrator.Cli.Commands;

/// <summary>An OCI target that a command reads: the place, and which manifest there.</summary>
/// <param name="Place">The place.</param>
/// <param name="Name">A tag, or a digest as text; null when neither is named.</param>
internal sealed record TargetArgument(TargetReference Place, string? Name)
{
    private const string Expected = "expected HOST/REPOSITORY[:TAG], oci:DIR[:TAG] or oci-archive:FILE[:TAG]";

    /// <summary>Opens the place to read.</summary>
    /// <param name="registries">The way to registries; null when the place is in none.</param>
    public ReadOnlyTargetOpener OpenBy(RegistrySession? registries) =>
        stop => OciTargets.OpenReadOnlyAsync(Place, registries?.Client, stop);

    /// <summary>Whether an argument names a layout or an archive and not a Bindle source.</summary>
    public static bool IsOnDisk(string text) =>
        text.StartsWith("oci:", StringComparison.Ordinal) || text.StartsWith("oci-archive:", StringComparison.Ordinal);

    /// <summary>
    /// Whether an argument that could be a path names a registry: its host looks like one, and no such path is there.
    /// What begins with a bracket is an address, be it a wrong one, which <see cref="ToRead"/> tells.
    /// </summary>
    public static bool IsRegistry(string text) => (text.StartsWith('[') || HasHost(text)) && !Path.Exists(text);

    /// <summary>A place to write to, with or without a tag.</summary>
    /// <exception cref="UsageException">The text is missing or no reference to a place that can be written.</exception>
    public static TargetReference ToWrite(string? text) =>
        Parse(text) is var place and not RegistryReference { Digest: not null }
        ? place
        : throw new UsageException(
            $"'{text}' names a digest, which the bindle decides; name a tag, or none for the bindle's version.");

    /// <summary>A place to read from; a digest may stand behind it, after <c>@</c>.</summary>
    /// <exception cref="UsageException">The text is missing or no reference.</exception>
    public static TargetArgument ToRead(string? text)
    {
        var at = text?.LastIndexOf('@') ?? -1;
        if (at > 0 && Digest.TryParse(text![(at + 1)..], out var digest))
        {
            return new TargetArgument(Parse(text[..at]), digest.ToString());
        }

        var reference = Parse(text);
        return new TargetArgument(reference, reference.Tag);
    }

    private static bool HasHost(string text) =>
        TargetReference.TryParse(text, out var reference)
        && reference is RegistryReference registry
        && (registry.Host == "localhost" || registry.Host.AsSpan().ContainsAny('.', ':'));

    private static TargetReference Parse(string? text)
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
}
