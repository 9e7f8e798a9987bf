namespace Migrator.StandIn;

/// <summary>What happens between two pages of one list.</summary>
public enum PageInstability
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A row is added in front: the last row of a page comes again on the next.</summary>
    Repeats,

    /// <summary>A row in front goes away: one row is on no page.</summary>
    Skips,
}
