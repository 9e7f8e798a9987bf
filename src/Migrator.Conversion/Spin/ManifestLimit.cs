using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin;

/// <summary>The size up to which registries take a manifest.</summary>
internal static class ManifestLimit
{
    /// <summary>4 MiB, in bytes: what the distribution spec asks of every registry, and many take no more.</summary>
    public const int Bytes = 4 * 1024 * 1024;

    /// <summary>Judges a draft.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="advice">What to do when it is refused.</param>
    /// <param name="findings">Takes the refusal.</param>
    /// <returns>The draft; null when its manifest is too large.</returns>
    public static ArtifactDraft? Check(ArtifactDraft draft, string advice, ICollection<Finding> findings)
    {
        var size = draft.Manifest.ToBytes().Length;
        if (size <= Bytes)
        {
            return draft;
        }

        findings.Add(ArtifactFindings.ManifestTooLarge.Of(
            "manifest",
            $"The manifest has {draft.Manifest.Layers.Length} layers and {size} bytes; registries take at most "
            + $"{Bytes}. {advice}"));
        return null;
    }
}
