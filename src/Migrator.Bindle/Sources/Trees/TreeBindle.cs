using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>The bindle that a tree makes.</summary>
/// <param name="Invoice">Its invoice; null when a finding is an error.</param>
/// <param name="Findings">What was found.</param>
/// <param name="Parcels">Where its parcels are.</param>
internal sealed record TreeBindle(Invoice? Invoice, ImmutableArray<Finding> Findings, TreeParcels Parcels);
