namespace Migrator.Bindle.Toml;

/// <summary>A date, a time or both; none of our formats has one, so only the text is kept.</summary>
public sealed class TomlDateTime : TomlNode
{
    internal TomlDateTime(TomlPosition position, string text)
        : base(position) => Text = text;

    /// <summary>The date or time as written.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public override string KindName => "a date or time";
}
