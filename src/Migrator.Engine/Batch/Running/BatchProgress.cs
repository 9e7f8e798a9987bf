using System.Collections.Immutable;

namespace Migrator.Engine.Batch.Running;

/// <summary>How far a run is, at one moment.</summary>
public sealed record BatchProgress
{
    /// <summary>Apps that the run has to begin.</summary>
    public long Apps { get; init; }

    /// <summary>Apps that it brought to the target.</summary>
    public long Done { get; init; }

    /// <summary>Apps that were there before.</summary>
    public long AlreadyThere { get; init; }

    /// <summary>Apps that have failed and not yet been tried again with success.</summary>
    public long Failed { get; init; }

    /// <summary>Apps that were left alone.</summary>
    public long Skipped { get; init; }

    /// <summary>Apps that the run looks for first, because the journal calls them done.</summary>
    public long ToConfirm { get; init; }

    /// <summary>Apps that were confirmed to be at the target.</summary>
    public long Confirmed { get; init; }

    /// <summary>Apps that the target has lost, and that are to be begun again.</summary>
    public long Reopened { get; init; }

    /// <summary>Apps that could not be looked for; what the journal says of them stands.</summary>
    public long Unconfirmed { get; init; }

    /// <summary>Those of <see cref="Unconfirmed"/> whose target wanted a login, or refused the one it got.</summary>
    public long Denied { get; init; }

    /// <summary>Bytes that were read for the target.</summary>
    public long Bytes { get; init; }

    /// <summary>How long the run has gone on.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The apps that run now and how long each has, the slowest first.</summary>
    public ImmutableArray<(string App, TimeSpan Elapsed)> Running { get; init; } = [];

    /// <summary>Apps of <see cref="ToConfirm"/> whose turn never came: the run ended before.</summary>
    public long NotLookedFor => ToConfirm - Confirmed - Reopened - Unconfirmed;

    /// <summary>Apps that have ended.</summary>
    public long Ended => Done + AlreadyThere + Failed + Skipped;
}
