using Migrator.StandIn.Http;
using Migrator.StandIn.Model;

namespace Migrator.StandIn.Api;

/// <summary>A PATCH of a channel: a field that is absent stays, one that is null becomes null.</summary>
internal sealed record ChannelPatch
{
    private ChannelPatch()
    {
    }

    internal string? Name { get; private init; }

    internal string? Domain { get; private init; }

    internal SelectionStrategy? Strategy { get; private init; }

    internal bool HasRangeRule { get; private init; }

    internal string? RangeRule { get; private init; }

    internal bool HasRevision { get; private init; }

    internal Guid? Revision { get; private init; }

    internal static ChannelPatch Read(Command command)
    {
        var patch = new ChannelPatch
        {
            Name = command.OptionalText("name"),
            Domain = command.OptionalText("domain"),
            Strategy = command.Has("revisionSelectionStrategy")
                ? command.Name<SelectionStrategy>("revisionSelectionStrategy")
                : null,
            HasRangeRule = command.Has("rangeRule"),
            RangeRule = command.OptionalText("rangeRule"),
            HasRevision = command.Has("activeRevisionId"),
            Revision = command.OptionalId("activeRevisionId"),
        };
        if (patch.Name is { } name)
        {
            Rules.Name(command, name, 64);
        }

        return patch;
    }

    internal void ApplyTo(CloudChannel channel)
    {
        channel.Name = Name ?? channel.Name;
        channel.Domain = Domain ?? channel.Domain;
        channel.Strategy = Strategy ?? channel.Strategy;
        channel.RangeRule = HasRangeRule ? RangeRule : channel.RangeRule;
        if (channel.Strategy == SelectionStrategy.UseRangeRule)
        {
            channel.RangeRule ??= "*";
        }
    }
}
