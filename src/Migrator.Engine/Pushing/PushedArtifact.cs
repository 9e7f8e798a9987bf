using Migrator.Conversion;
using Migrator.Oci.Model;

namespace Migrator.Engine.Pushing;

/// <summary>The proof that an artifact is at a target, complete, under a tag, and was read back.</summary>
internal sealed class PushedArtifact
{
    internal PushedArtifact(Artifact artifact, string tag)
    {
        Descriptor = artifact.Descriptor;
        Referrer = artifact.Referrer?.Descriptor;
        Tag = tag;
    }

    public Descriptor Descriptor { get; }

    public Descriptor? Referrer { get; }

    public string Tag { get; }
}
