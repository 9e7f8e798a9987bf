using System.Collections.Immutable;

namespace Migrator.Bindle.Invoices;

/// <summary>What an invoice says of one parcel's bytes (spec/bindle.md 2.3).</summary>
public sealed record Label
{
    /// <summary>
    /// The digest as written; in a verified bindle 64 lower-case hex digits of SHA-256. The same digest may stand in
    /// several labels.
    /// </summary>
    public required string Sha256 { get; init; }

    /// <summary>The media type as written.</summary>
    public required string MediaType { get; init; }

    /// <summary>The recommended file name; may hold <c>/</c>; never to be joined to a path unchecked.</summary>
    public required string Name { get; init; }

    /// <summary>The length in bytes, 0 to 2^63-1.</summary>
    public required long Size { get; init; }

    /// <summary>Free annotations, keys in UTF-8 byte order.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = TextMap.Empty;

    /// <summary>Features: section, then name, then value; keys in UTF-8 byte order.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Features { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, string>>(TextMap.ByUtf8);

    /// <summary>The bindle that the parcel came from; null when absent. Known since Bindle 0.4.0.</summary>
    public string? Origin { get; init; }
}
