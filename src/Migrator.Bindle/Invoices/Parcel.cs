namespace Migrator.Bindle.Invoices;

/// <summary>One entry of an invoice: a label, and the conditions under which it counts (spec/bindle.md 2.3).</summary>
public sealed record Parcel
{
    /// <summary>What the parcel's bytes are.</summary>
    public required Label Label { get; init; }

    /// <summary>The conditions; null when the invoice has no table for them.</summary>
    public Conditions? Conditions { get; init; }

    /// <summary>
    /// Whether the parcel is in no named group: conditions absent, or <c>memberOf</c> absent or empty
    /// (spec/bindle.md 7.3; the reference's filter leaves out an empty list, which is a fault of the filter).
    /// </summary>
    public bool IsGlobal => Conditions is null || Conditions.MemberOf.IsEmpty;
}
