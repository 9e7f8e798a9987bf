using System.Collections.Immutable;

namespace Migrator.Bindle.Invoices;

/// <summary>A bindle's table of contents, as <c>invoice.toml</c> says it (spec/bindle.md 2.1).</summary>
/// <remarks>
/// The model holds what was written, right or wrong; <see cref="Verification.VerifiedBindle"/> is the proof that it
/// is right. Arrays and maps that are absent are empty here.
/// </remarks>
public sealed record Invoice
{
    /// <summary>The format's version; writers say <c>1.0.0</c>, readers of old accepted any text.</summary>
    public required string BindleVersion { get; init; }

    /// <summary>Whether the bindle was withdrawn; absent means not.</summary>
    public bool Yanked { get; init; }

    /// <summary>
    /// Signatures of the withdrawal, carried through; nothing ever verified them (spec/bindle.md 2.1).
    /// </summary>
    public ImmutableArray<InvoiceSignature> YankedSignatures { get; init; } = [];

    /// <summary>Name and version.</summary>
    public required BindleId Id { get; init; }

    /// <summary>What the bindle is, in the author's words; null when absent, which is not the same as empty.</summary>
    public string? Description { get; init; }

    /// <summary>The authors, in order.</summary>
    public ImmutableArray<string> Authors { get; init; } = [];

    /// <summary>Free annotations, keys in UTF-8 byte order.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = TextMap.Empty;

    /// <summary>The parcels, in invoice order, which the signatures cover.</summary>
    public ImmutableArray<Parcel> Parcels { get; init; } = [];

    /// <summary>The groups declared, in order; names may repeat (spec/bindle.md 2.4).</summary>
    public ImmutableArray<Group> Groups { get; init; } = [];

    /// <summary>The signatures, in order.</summary>
    public ImmutableArray<InvoiceSignature> Signatures { get; init; } = [];

    /// <summary>
    /// Whether the text has the field <c>signature</c>, even an empty list, which Bindle refuses in other words than
    /// no list (spec/bindle.md 4.6).
    /// </summary>
    public bool HasSignatureField { get => field || !Signatures.IsEmpty; init; }
}
