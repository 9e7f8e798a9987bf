namespace Migrator.Bindle.Invoices;

/// <summary>A named set of parcels (spec/bindle.md 2.4).</summary>
public sealed record Group
{
    /// <summary>The name; several groups of one invoice may share it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the group is always needed; null when absent, which means not.</summary>
    public bool? Required { get; init; }

    /// <summary>
    /// How many members satisfy the group: <c>allOf</c> (also when null), <c>oneOf</c> or <c>optional</c>. Free text;
    /// no reference code evaluates it.
    /// </summary>
    public string? SatisfiedBy { get; init; }
}
