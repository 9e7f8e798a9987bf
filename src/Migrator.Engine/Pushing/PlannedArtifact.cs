using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Engine.Batch;
using Migrator.Oci.Model;

namespace Migrator.Engine.Pushing;

/// <summary>Whether a bindle still makes what a plan says: the artifact, and the whole bindle beside it.</summary>
internal static class PlannedArtifact
{
    /// <summary>What differs; null when nothing does. To be asked before anything is sent.</summary>
    /// <param name="planned">The digest of the plan; null when it has none.</param>
    /// <param name="referrer">The digest of the plan's whole bindle; null when it has none.</param>
    /// <param name="made">What the bindle makes now.</param>
    /// <param name="target">The target, for the message.</param>
    public static Finding? Judge(string? planned, string? referrer, Artifact made, string target) =>
        Differs(planned, made.Descriptor) ? BatchFindings.SourceChanged.Of(
            "bindle",
            $"The bindle makes {made.Descriptor.Digest} now, and made {planned} when the plan was made. "
            + Next(target))
        : Differs(referrer, made.Referrer?.Descriptor) ? BatchFindings.SourceChanged.Of(
            "bindle",
            $"The whole bindle that goes along is {made.Referrer!.Descriptor.Digest} now, and was {referrer} when the "
            + "plan was made: its invoice was changed, as by a signature that was added, and the plan vouches for the "
            + $"other. {Next(target)}")
        : null;

    private static bool Differs(string? planned, Descriptor? made) => planned is not null && made is not null
        && !string.Equals(planned, made.Digest.ToString(), StringComparison.Ordinal);

    private static string Next(string target) =>
        $"Nothing was sent to {target} now; look at the source, and plan again.";
}
