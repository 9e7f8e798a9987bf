using System.Collections.Immutable;

namespace Migrator.Bindle.Invoices;

/// <summary>When a parcel counts: the groups it is in and the groups it brings along (spec/bindle.md 2.3, 7).</summary>
public sealed record Conditions
{
    /// <summary>The groups that the parcel is a member of, in order, repeats kept.</summary>
    public ImmutableArray<string> MemberOf { get; init; } = [];

    /// <summary>The groups that the parcel needs, in order, repeats kept.</summary>
    public ImmutableArray<string> Requires { get; init; } = [];
}
