namespace Migrator.Bindle.Toml;

/// <summary>A floating point number, infinity or not-a-number.</summary>
public sealed class TomlFloat : TomlNode
{
    internal TomlFloat(TomlPosition position, double value, string text)
        : base(position)
    {
        Value = value;
        Text = text;
    }

    /// <summary>The number.</summary>
    public double Value { get; }

    /// <summary>The number as written.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public override string KindName => "a float";
}
