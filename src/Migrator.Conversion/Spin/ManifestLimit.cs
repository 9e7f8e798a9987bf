using Migrator.Bindle.Verification;
using Migrator.Oci.Model;

namespace Migrator.Conversion.Spin;

/// <summary>The size up to which registries take a manifest: <see cref="Manifest.MaxBytes"/>.</summary>
internal static class ManifestLimit
{
    /// <summary>Judges a draft.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="advice">What to do when it is refused.</param>
    /// <param name="findings">Takes the refusal.</param>
    /// <returns>The draft; null when its manifest is too large.</returns>
    public static ArtifactDraft? Check(ArtifactDraft draft, string advice, ICollection<Finding> findings)
    {
        var size = draft.Manifest.ToBytes().Length;
        if (size <= Manifest.MaxBytes)
        {
            return draft;
        }

        findings.Add(ArtifactFindings.ManifestTooLarge.Of(
            "manifest",
            $"The manifest has {draft.Manifest.Layers.Length} layers and {size} bytes; registries take at most "
            + $"{Manifest.MaxBytes}. {advice}"));
        return null;
    }
}
