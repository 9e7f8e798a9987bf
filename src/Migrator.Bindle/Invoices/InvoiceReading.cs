using System.Collections.Immutable;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Invoices;

/// <summary>The outcome of reading an invoice's text.</summary>
/// <param name="Invoice">
/// The invoice; null when a fault leaves no model, such as bad TOML or a missing required field.
/// </param>
/// <param name="Findings">Every fault found, in the order of the text.</param>
public sealed record InvoiceReading(Invoice? Invoice, ImmutableArray<Finding> Findings);
