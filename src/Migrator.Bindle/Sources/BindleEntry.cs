using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources;

/// <summary>One line of a source's inventory.</summary>
/// <param name="Id">The bindle's id; null when its invoice cannot be read.</param>
/// <param name="Place">Where it lies within the source.</param>
/// <param name="Yanked">Whether the invoice says that it was withdrawn.</param>
/// <param name="Findings">What is wrong with the entry: misfiled, half-written, unreadable.</param>
public sealed record BindleEntry(BindleId? Id, string Place, bool Yanked, ImmutableArray<Finding> Findings);
