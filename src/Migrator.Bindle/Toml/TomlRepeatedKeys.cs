namespace Migrator.Bindle.Toml;

/// <summary>What becomes of a key that a table gives twice.</summary>
public enum TomlRepeatedKeys
{
    /// <summary>A fault, as TOML has it.</summary>
    Reject,

    /// <summary>
    /// The last one counts and <see cref="TomlTable.Repeats"/> tells; for whoever reads the tables to judge.
    /// </summary>
    KeepLast,
}
