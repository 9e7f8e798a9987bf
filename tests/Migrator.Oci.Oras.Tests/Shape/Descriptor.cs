namespace OrasProject.Oras.Oci;

/// <summary>The shape of OrasProject.Oras 0.8: texts that nobody has checked, and members that can be set.</summary>
public class Descriptor
{
    public required string MediaType { get; set; }

    public required string Digest { get; set; }

    public long Size { get; set; }

    public IDictionary<string, string>? Annotations { get; set; }

    public string? ArtifactType { get; set; }
}
