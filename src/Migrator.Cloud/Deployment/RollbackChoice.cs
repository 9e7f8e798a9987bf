using Migrator.Cloud.Deployment.Gate;

namespace Migrator.Cloud.Deployment;

/// <summary>Whether there is a way back from a deploy (spec/cloud-deploy.md 4.5).</summary>
/// <param name="Revision">The revision to go back to; null when there is none that can start.</param>
/// <param name="Digest">The digest that it must then show; null when it is not known.</param>
/// <param name="Reason">Why; one line.</param>
public sealed record RollbackChoice(string? Revision, string? Digest, string Reason)
{
    /// <summary>Whether there is a way back.</summary>
    public bool IsPossible => Revision is not null;

    /// <summary>Judges whether what is live now could be made live again.</summary>
    internal static RollbackChoice FromWhatIsLive(ObservedApp observed, GateDecision decision) =>
        decision.Verdict switch
        {
            GateVerdict.NotDeployed or GateVerdict.HalfCreated => new(null, null, "There is nothing to go back to."),
            GateVerdict.Legacy => new(
                null,
                null,
                "What is live is a bindle: once the app is OCI, it cannot start again. Deploy the same bindle as OCI "
                + "first; then there is a way back to that."),
            GateVerdict.Oci or GateVerdict.OciWithStaleStorage => OfRevision(observed),
            _ => new(null, null, "What is live cannot start again."),
        };

    private static RollbackChoice OfRevision(ObservedApp observed) => observed.ActiveRevision switch
    {
        { } number when !CloudNames.IsUniqueTag(number, observed.Running.Identity) => new(
            null, null, $"The tag {number} may have been overwritten, so nobody can tell what it would start."),
        { } number when observed.Running is { Kind: RunningKind.Oci, Identity: var digest } => new(
            number, digest, $"Revision {number} can be made live again."),
        var number => new(
            null, null, $"Revision {number} does not answer now, so it is not known to start."),
    };
}
