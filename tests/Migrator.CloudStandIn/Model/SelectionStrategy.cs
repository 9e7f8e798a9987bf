namespace Migrator.StandIn.Model;

/// <summary><c>ChannelRevisionSelectionStrategy</c>.</summary>
public enum SelectionStrategy
{
    /// <summary>The best revision of a range.</summary>
    UseRangeRule,

    /// <summary>The revision that is named.</summary>
    UseSpecifiedRevision,
}
