namespace Migrator.Bindle.Toml;

/// <summary>A key given twice in one table; TOML forbids it, old readers kept the last (spec/bindle.md 2.6).</summary>
/// <param name="Dropped">The entry that the later one replaced.</param>
/// <param name="Kept">The later entry.</param>
public sealed record TomlRepeat(TomlEntry Dropped, TomlEntry Kept);
