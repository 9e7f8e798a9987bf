namespace Migrator.Bindle.Toml;

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed class TomlBoolean : TomlNode
{
    internal TomlBoolean(TomlPosition position, bool value)
        : base(position) => Value = value;

    /// <summary>The value.</summary>
    public bool Value { get; }

    /// <inheritdoc/>
    public override string KindName => "a boolean";
}
