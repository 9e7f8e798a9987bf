namespace Migrator.StandIn.Edge;

/// <summary>One running version of an app: what it says about itself, frozen when it was activated.</summary>
/// <param name="Name">The app's name.</param>
/// <param name="Version">The version in its manifest; null when it says none.</param>
/// <param name="RevisionNumber">The revision it was started from.</param>
public sealed record AppInstance(string Name, string? Version, string RevisionNumber)
{
    /// <summary>For a bindle: what stands after the first slash of its id.</summary>
    public string? BindleVersion { get; init; }

    /// <summary>For an OCI artifact: the digest of its manifest.</summary>
    public string? ImageDigest { get; init; }

    /// <summary>Why it does not start; null when it does.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether it answers at all.</summary>
    public bool IsHealthy => Fault is null;
}
