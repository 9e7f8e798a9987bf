namespace Migrator.Testing;

/// <summary>Which rows of the fault matrix (spec/oci-peers.md 6c) a test plays; every row must have one.</summary>
/// <param name="rows">The rows' numbers.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class FaultRowAttribute(params int[] rows) : Attribute
{
    /// <summary>The rows' numbers.</summary>
    public IReadOnlyList<int> Rows { get; } = rows;
}
