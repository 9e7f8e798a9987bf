namespace Migrator.Bindle.Toml;

/// <summary>One key of a table with its value.</summary>
/// <param name="Key">The key, unquoted.</param>
/// <param name="KeyPosition">Where the key stands.</param>
/// <param name="Value">The value.</param>
public readonly record struct TomlEntry(string Key, TomlPosition KeyPosition, TomlNode Value);
