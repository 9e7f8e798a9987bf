using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Wagi;
using Migrator.Engine.Jobs;

namespace Migrator.Engine.Inspection;

/// <summary>What a look at a source showed.</summary>
public sealed record BindleInspectionOutcome
{
    /// <summary>How the look ended: done, or refused when the source or the one bindle is faulty.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>The source, for messages; null when it could not be opened.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// The bindles of a source that was listed, damaged ones included; empty when one was asked for by id.
    /// </summary>
    public ImmutableArray<BindleEntry> Entries { get; init; } = [];

    /// <summary>The invoice of the one bindle; null when several were listed, or when it cannot be read.</summary>
    public Invoice? Invoice { get; init; }

    /// <summary>What the one bindle is; null without an invoice.</summary>
    public BindleKind? Kind => Invoice is null ? null : BindleKinds.Of(Invoice);

    /// <summary>
    /// The routes of a Wagi application and the components that they get, in the order of the handlers; empty for every
    /// other bindle.
    /// </summary>
    public ImmutableArray<WagiRoute> Routes => Kind == BindleKind.Wagi ? WagiApplication.RoutesOf(Invoice!) : [];

    /// <summary>Everything found about the source or the one bindle.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];
}
