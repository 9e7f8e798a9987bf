namespace Migrator.Bindle.Toml;

/// <summary>Where something starts in a TOML text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in UTF-16 units, from 1.</param>
public readonly record struct TomlPosition(int Line, int Column)
{
    /// <summary>The position as messages have it.</summary>
    /// <returns><c>12:5</c>.</returns>
    public override string ToString() => $"{Line}:{Column}";
}
