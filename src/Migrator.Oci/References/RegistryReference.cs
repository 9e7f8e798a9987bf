using Migrator.Oci.Model;

namespace Migrator.Oci.References;

/// <summary>
/// Names a repository of a registry: <c>HOST[:PORT]/REPOSITORY[:TAG][@DIGEST]</c>. No registry is assumed.
/// </summary>
/// <param name="Host">The registry's host name or address, with its port if one was given.</param>
/// <param name="Repository">The repository, at most 255 characters.</param>
public sealed record RegistryReference(string Host, string Repository) : TargetReference
{
    /// <summary>The digest; null when none is named. It goes before the tag when both are.</summary>
    public Digest? Digest { get; init; }

    /// <summary>The reference as text.</summary>
    /// <returns>The form that <see cref="TargetReference.Parse"/> reads.</returns>
    public override string ToString() =>
        $"{Host}/{Repository}{(Tag is null ? "" : ":" + Tag)}{(Digest is null ? "" : "@" + Digest)}";
}
