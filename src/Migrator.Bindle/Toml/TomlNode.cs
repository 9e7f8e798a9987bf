namespace Migrator.Bindle.Toml;

/// <summary>A value of a TOML document. Immutable once the document is read.</summary>
public abstract class TomlNode
{
    private protected TomlNode(TomlPosition position) => Position = position;

    /// <summary>Where the value starts; for a table its header or its first key.</summary>
    public TomlPosition Position { get; }

    /// <summary>What the value is, with its article, for messages: <c>a string</c>, <c>an array</c>.</summary>
    public abstract string KindName { get; }
}
