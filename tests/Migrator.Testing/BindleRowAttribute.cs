namespace Migrator.Testing;

/// <summary>
/// Which rows of hostile input (spec/bindle.md 10) a test plays; a test holds which rows must have one.
/// </summary>
/// <param name="rows">The rows' numbers.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class BindleRowAttribute(params int[] rows) : Attribute
{
    /// <summary>The rows' numbers.</summary>
    public IReadOnlyList<int> Rows { get; } = rows;
}
