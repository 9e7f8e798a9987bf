namespace Migrator.Oci.References;

/// <summary>Names an image layout in a folder: <c>oci:DIR[:TAG]</c>.</summary>
/// <param name="Path">The folder, as it was given.</param>
public sealed record LayoutReference(string Path) : TargetReference
{
    /// <summary>The reference as text.</summary>
    /// <returns>The form that <see cref="TargetReference.Parse"/> reads.</returns>
    public override string ToString() => Tag is null ? $"oci:{Path}" : $"oci:{Path}:{Tag}";
}
