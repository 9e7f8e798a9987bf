namespace Migrator.Bindle.Toml;

/// <summary>One part of a dotted key.</summary>
/// <param name="Name">The part, unquoted.</param>
/// <param name="Position">Where it stands.</param>
internal readonly record struct TomlKey(string Name, TomlPosition Position);
