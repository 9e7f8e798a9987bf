using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Pushing;

/// <summary>Whether a bindle still makes the artifact that a plan was made for.</summary>
internal static class PlannedManifest
{
    /// <summary>Fails when it makes another one; called before anything is sent.</summary>
    /// <param name="planned">The digest of the plan; null when there is no plan.</param>
    /// <param name="made">The digest now.</param>
    /// <param name="target">The target, for the message.</param>
    /// <exception cref="TargetException">It is another.</exception>
    public static void Require(string? planned, Digest made, string target)
    {
        if (planned is not null && !string.Equals(planned, made.ToString(), StringComparison.Ordinal))
        {
            throw new TargetException(
                target,
                $"The bindle makes {made} now, and made {planned} when the plan was made. Nothing was sent to "
                + $"{target}; look at the source, and plan again.");
        }
    }
}
