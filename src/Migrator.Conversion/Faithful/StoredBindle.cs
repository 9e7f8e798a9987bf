using Migrator.Bindle.Sources;
using Migrator.Oci.Model;

namespace Migrator.Conversion.Faithful;

/// <summary>One bindle found in a target.</summary>
/// <param name="Descriptor">Its manifest.</param>
/// <param name="Invoice">The digest of its invoice, byte for byte: the bindle's identity here.</param>
/// <param name="Place">The reference that led to it, for messages.</param>
/// <param name="Package">The bindle.</param>
internal sealed record StoredBindle(Descriptor Descriptor, Digest Invoice, string Place, BindlePackage Package)
{
    /// <summary>
    /// Whether the artifact that it goes along with can have been made of it; true for one that stands alone. Whoever
    /// may write to a repository can add a referrer to an artifact of others.
    /// </summary>
    public bool IsOfItsArtifact { get; init; } = true;
}
