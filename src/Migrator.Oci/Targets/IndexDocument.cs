using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Migrator.Oci.Json;
using Migrator.Oci.Model;

namespace Migrator.Oci.Targets;

/// <summary>
/// The <c>index.json</c> of a layout. What others wrote into it, known here or not, comes out as it went in. A change
/// that changes nothing gives back the same object.
/// </summary>
internal sealed class IndexDocument
{
    /// <summary>The most bytes that are read; an entry has some 250, so this is a quarter of a million tags.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const string ManifestsMember = "manifests";
    private readonly ImmutableArray<KeyValuePair<string, ReadOnlyMemory<byte>>> _members;

    private IndexDocument(
        ImmutableArray<KeyValuePair<string, ReadOnlyMemory<byte>>> members, ImmutableArray<IndexEntry> entries)
    {
        _members = members;
        Entries = entries;
    }

    /// <summary>An index without entries.</summary>
    public static IndexDocument Empty { get; } = Parse(new ImageIndex().ToBytes());

    /// <summary>The entries, in order.</summary>
    public ImmutableArray<IndexEntry> Entries { get; }

    /// <summary>Reads an index.</summary>
    /// <exception cref="ManifestFormatException">The bytes are no image index.</exception>
    public static IndexDocument Parse(ReadOnlyMemory<byte> json) =>
        ContentReader.Read(json, "index.json", MaxBytes, Read);

    /// <summary>The first entry with a tag.</summary>
    public IndexEntry? FindTag(string tag) =>
        Entries.FirstOrDefault(entry => string.Equals(entry.Tag, tag, StringComparison.Ordinal));

    /// <summary>The first entry with a digest.</summary>
    public IndexEntry? Find(Digest digest) => Entries.FirstOrDefault(entry => entry.Descriptor?.Digest == digest);

    /// <summary>Points a tag to a manifest; a tag that is there keeps its place.</summary>
    public IndexDocument WithTag(Descriptor descriptor, string tag)
    {
        if (FindTag(tag) is not { } old)
        {
            return WithEntries(Entries.Add(IndexEntry.Of(descriptor, tag)));
        }

        if (old.Descriptor is { } same && same.Digest == descriptor.Digest && same.Size == descriptor.Size)
        {
            return this;
        }

        var at = Entries.IndexOf(old);
        var others = Entries.Where((entry, position) =>
            position == at || !string.Equals(entry.Tag, tag, StringComparison.Ordinal));
        return WithEntries([.. others.Select(entry => entry == old ? IndexEntry.Of(descriptor, tag) : entry)]);
    }

    /// <summary>Lists a referrer, without a tag.</summary>
    public IndexDocument WithReferrer(Descriptor descriptor) =>
        Entries.Any(entry => entry.Tag is null && entry.Descriptor?.Digest == descriptor.Digest)
            ? this
            : WithEntries(Entries.Add(IndexEntry.Of(descriptor, tag: null)));

    /// <summary>Writes the index: the members of others byte for byte, in their order.</summary>
    public byte[] ToBytes()
    {
        var json = new StableJsonWriter();
        json.WriteStartObject();
        foreach (var (name, value) in _members)
        {
            json.WriteName(name);
            WriteMember(json, name, value);
        }

        json.WriteEndObject();
        return json.ToArray();
    }

    private static IndexDocument Read(JsonObject json)
    {
        ContentReader.RequireSchemaVersion(json);
        var entries = json.Objects(ManifestsMember).Select(IndexEntry.Read).ToImmutableArray();
        var members = json.Element.EnumerateObject().Select(member => KeyValuePair.Create(
            member.Name, (ReadOnlyMemory<byte>)JsonMarshal.GetRawUtf8Value(member.Value).ToArray()));
        return new IndexDocument([.. members], entries);
    }

    private void WriteMember(StableJsonWriter json, string name, ReadOnlyMemory<byte> value)
    {
        if (!string.Equals(name, ManifestsMember, StringComparison.Ordinal))
        {
            json.WriteRaw(value.Span);
            return;
        }

        json.WriteStartArray();
        foreach (var entry in Entries)
        {
            json.WriteRaw(entry.Json.Span);
        }

        json.WriteEndArray();
    }

    private IndexDocument WithEntries(ImmutableArray<IndexEntry> entries) => new(_members, entries);
}
