using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Oci.References;

namespace Migrator.Engine.Journal;

/// <summary>A bindle as a source lists it.</summary>
/// <param name="Source">Which source, from 0.</param>
/// <param name="Place">Where it lies.</param>
/// <param name="Id">Its id; null when it cannot be read.</param>
/// <param name="Reference">Where it goes; null when nowhere.</param>
/// <param name="Class">What is known without a look; null when a look is to tell.</param>
/// <param name="Findings">What is wrong with it.</param>
internal sealed record PlanCandidate(
    int Source,
    string Place,
    BindleId? Id,
    TargetReference? Reference,
    PlanClass? Class,
    ImmutableArray<Finding> Findings);
