using Migrator.StandIn.Model;

namespace Migrator.StandIn.Api;

/// <summary>How a channel is told which revision is live.</summary>
/// <param name="Strategy">By range or by name.</param>
/// <param name="RangeRule">The range.</param>
/// <param name="Revision">The revision named.</param>
internal sealed record ChannelChoice(SelectionStrategy Strategy, string? RangeRule, Guid? Revision)
{
    /// <summary>No range is any range, where ranges choose.</summary>
    internal void ApplyTo(CloudChannel channel)
    {
        channel.Strategy = Strategy;
        channel.RangeRule = RangeRule ?? (Strategy == SelectionStrategy.UseRangeRule ? "*" : null);
    }
}
