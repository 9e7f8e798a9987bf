using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>One place of a source with its invoice read, as far as it could be.</summary>
/// <param name="Bytes">The invoice byte for byte; empty when there is none to be had.</param>
/// <param name="Reading">The invoice and every finding about it and its place.</param>
/// <param name="IsBindle">Whether the place is meant for a bindle; false for stray files.</param>
internal sealed record LoadedInvoice(ReadOnlyMemory<byte> Bytes, InvoiceReading Reading, bool IsBindle = true)
{
    /// <summary>The invoice, when there is one.</summary>
    public Invoice? Invoice => Reading.Invoice;

    /// <summary>A place without a readable invoice.</summary>
    /// <param name="finding">Why.</param>
    /// <param name="isBindle">Whether the place is meant for a bindle.</param>
    /// <returns>The outcome.</returns>
    public static LoadedInvoice Without(Finding finding, bool isBindle = true) =>
        new(ReadOnlyMemory<byte>.Empty, new InvoiceReading(null, [finding]), isBindle);

    /// <summary>The same with more findings.</summary>
    /// <param name="findings">What else was found; may be empty.</param>
    /// <returns>The outcome.</returns>
    public LoadedInvoice With(params ImmutableArray<Finding> findings) => findings.IsEmpty
        ? this
        : this with { Reading = Reading with { Findings = Reading.Findings.AddRange(findings) } };
}
