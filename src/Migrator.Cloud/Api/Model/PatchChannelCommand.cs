using System.Text.Json;

namespace Migrator.Cloud.Api.Model;

/// <summary>
/// Changes some fields of a channel. The wire has bare values where the OpenAPI document wraps them
/// (spec/cloud-deploy.md 1.5).
/// </summary>
/// <param name="ChannelId">The channel.</param>
public sealed record PatchChannelCommand(Guid ChannelId)
{
    /// <summary>The strategy that picks the revision an application is told to use.</summary>
    internal const string UseSpecifiedRevision = "UseSpecifiedRevision";

    /// <summary>Its name.</summary>
    public Field<string?> Name { get; init; }

    /// <summary>The host that it answers at.</summary>
    public Field<string?> Domain { get; init; }

    /// <summary>How its revision is chosen: <c>UseRangeRule</c> or <c>UseSpecifiedRevision</c>.</summary>
    public Field<string?> RevisionSelectionStrategy { get; init; }

    /// <summary>The rule of <c>UseRangeRule</c>.</summary>
    public Field<string?> RangeRule { get; init; }

    /// <summary>The revision that becomes live; null for none.</summary>
    public Field<Guid?> ActiveRevisionId { get; init; }

    /// <summary>Makes a given revision live.</summary>
    /// <param name="channelId">The channel.</param>
    /// <param name="revisionId">The revision.</param>
    /// <returns>The command.</returns>
    public static PatchChannelCommand Activate(Guid channelId, Guid revisionId) => new(channelId)
    {
        RevisionSelectionStrategy = new(UseSpecifiedRevision),
        ActiveRevisionId = new(revisionId),
    };

    /// <summary>The body: fields that are sent, in the order of the API's document.</summary>
    /// <returns>JSON without blanks.</returns>
    public byte[] ToBytes()
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("channelId", ChannelId);
            Write(json, "name", Name);
            Write(json, "domain", Domain);
            Write(json, "revisionSelectionStrategy", RevisionSelectionStrategy);
            Write(json, "rangeRule", RangeRule);
            if (ActiveRevisionId.HasValue)
            {
                Write(json, "activeRevisionId", new Field<string?>(ActiveRevisionId.Value?.ToString("D")));
            }

            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, Field<string?> field)
    {
        if (field.HasValue)
        {
            json.WriteString(name, field.Value);
        }
    }
}
