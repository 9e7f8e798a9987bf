namespace Migrator.Oci.References;

/// <summary>Names an image layout in a tar file: <c>oci-archive:FILE[:TAG]</c>.</summary>
/// <param name="Path">The file, as it was given.</param>
public sealed record ArchiveReference(string Path) : TargetReference
{
    /// <summary>The reference as text.</summary>
    /// <returns>The form that <see cref="TargetReference.Parse"/> reads.</returns>
    public override string ToString() => Tag is null ? $"oci-archive:{Path}" : $"oci-archive:{Path}:{Tag}";
}
