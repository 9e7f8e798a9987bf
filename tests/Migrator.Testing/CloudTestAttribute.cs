namespace Migrator.Testing;

/// <summary>Which lines of <see cref="CloudLine"/> a test plays; every line must have one.</summary>
/// <param name="lines">The lines.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class CloudTestAttribute(params CloudLine[] lines) : Attribute
{
    /// <summary>The lines.</summary>
    public IReadOnlyList<CloudLine> Lines { get; } = lines;
}
