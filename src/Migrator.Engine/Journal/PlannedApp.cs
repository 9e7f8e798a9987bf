using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Engine.Journal;

/// <summary>One bindle of a plan, and how far it is.</summary>
public sealed record PlannedApp
{
    /// <summary>Its number in the plan, from 1, in the order of the sources.</summary>
    public required long Number { get; init; }

    /// <summary>Which source of the batch file, from 0.</summary>
    public required int Source { get; init; }

    /// <summary>
    /// Where it lies: for a glob or a folder of bindles a path, whole or from the batch's folder as the source is
    /// written; else the place within the source.
    /// </summary>
    public required string Place { get; init; }

    /// <summary>The bindle; null when its invoice cannot be read.</summary>
    public BindleId? Id { get; init; }

    /// <summary>The target without its tag; null when the bindle gives none.</summary>
    public string? Repository { get; init; }

    /// <summary>The tag; null as the repository.</summary>
    public string? Tag { get; init; }

    /// <summary>What the plan makes of it.</summary>
    public PlanClass Class { get; init; }

    /// <summary>How far it is.</summary>
    public AppState State { get; init; }

    /// <summary>SHA-256 of the invoice byte for byte, hex; null when it was not read.</summary>
    public string? Invoice { get; init; }

    /// <summary>
    /// The digest of the manifest that it makes, or made when the plan could not tell; null when it makes none.
    /// </summary>
    public string? Manifest { get; init; }

    /// <summary>The digest of the referrer that goes along; null when none does.</summary>
    public string? Referrer { get; init; }

    /// <summary>How many different blobs it has, the referrer's included.</summary>
    public int Blobs { get; init; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>How many parcels the invoice names, each digest once.</summary>
    public int Parcels { get; init; }

    /// <summary>Their bytes.</summary>
    public long ParcelBytes { get; init; }

    /// <summary>What judging the signatures came to, one line; null when they were not judged.</summary>
    public string? Signatures { get; init; }

    /// <summary>What the version gate let happen when the plan was made, one line; null without a deploy.</summary>
    public string? Gate { get; init; }

    /// <summary>What planning found.</summary>
    public ImmutableArray<RecordedFinding> Findings { get; init; } = [];

    /// <summary>
    /// Whether an attempt may have brought it to the target: one that did, one that failed after its push had begun, or
    /// one that never ended. Known of apps that are read for a run.
    /// </summary>
    internal bool WasBegun { get; init; }

    /// <summary>
    /// Whether it was at the target, and a run has found it lost since. Known of apps that are read for a run.
    /// </summary>
    internal bool WasLost { get; init; }

    /// <summary>The bindle's id, or its place when that cannot be read.</summary>
    public string Title => Id?.ToString() ?? Place;

    /// <summary>Where it goes, with its tag; null when nowhere.</summary>
    public string? Reference => Repository is null ? null : $"{Repository}:{Tag}";
}
