namespace Migrator.Bindle.Toml;

/// <summary>One fault of a TOML text.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Position">Where.</param>
/// <param name="Path">The key it is about, such as <c>parcel[3].label.size</c>; empty for faults of the text.</param>
/// <param name="Message">A full sentence; names keys and types, never a value.</param>
public sealed record TomlFault(TomlFaultKind Kind, TomlPosition Position, string Path, string Message);
