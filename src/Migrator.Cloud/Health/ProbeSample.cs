namespace Migrator.Cloud.Health;

/// <summary>One answer of an application, over a connection of its own.</summary>
/// <param name="At">When the answer came.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Identity">The digest of the artifact or the version of the bindle; null when it says neither.</param>
public sealed record ProbeSample(DateTimeOffset At, ProbeKind Kind, string? Identity)
{
    /// <summary>Whether no application answered.</summary>
    public bool IsError => Kind is ProbeKind.Gateway or ProbeKind.Gone or ProbeKind.Failed;
}
