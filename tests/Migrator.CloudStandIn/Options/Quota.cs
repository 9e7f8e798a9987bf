namespace Migrator.StandIn;

/// <summary>A limit, and what is said above it.</summary>
/// <param name="Limit">The most that is allowed; <see cref="long.MaxValue"/> for all.</param>
/// <param name="Refusal">The answer above it.</param>
public sealed record Quota(long Limit, Refusal Refusal)
{
    /// <summary>The same answer above another limit.</summary>
    /// <param name="limit">The limit.</param>
    public Quota To(long limit) => this with { Limit = limit };
}
