namespace Migrator.Bindle.Toml;

/// <summary>An array, or the tables of one <c>[[name]]</c>.</summary>
public sealed class TomlArray : TomlNode
{
    private readonly List<TomlNode> _items = [];

    internal TomlArray(TomlPosition position, bool isOfHeaders)
        : base(position) => IsOfHeaders = isOfHeaders;

    /// <summary>The values, in order.</summary>
    public IReadOnlyList<TomlNode> Items => _items;

    /// <inheritdoc/>
    public override string KindName => "an array";

    /// <summary>Whether <c>[[name]]</c> headers made it; only then may another header add to it.</summary>
    internal bool IsOfHeaders { get; }

    internal void Add(TomlNode item) => _items.Add(item);
}
