namespace Migrator.Bindle.Toml;

/// <summary>A string of any of the four spellings, decoded.</summary>
public sealed class TomlString : TomlNode
{
    internal TomlString(TomlPosition position, string value)
        : base(position) => Value = value;

    /// <summary>The text; ends of lines of multi-line strings are LF.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override string KindName => "a string";
}
