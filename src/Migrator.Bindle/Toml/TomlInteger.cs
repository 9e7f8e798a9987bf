namespace Migrator.Bindle.Toml;

/// <summary>An integer; never written with a point or an exponent.</summary>
public sealed class TomlInteger : TomlNode
{
    internal TomlInteger(TomlPosition position, long value)
        : base(position) => Value = value;

    /// <summary>The number, -2^63 to 2^63-1.</summary>
    public long Value { get; }

    /// <inheritdoc/>
    public override string KindName => "an integer";
}
