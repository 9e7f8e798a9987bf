namespace Migrator.Bindle.Toml;

/// <summary>What is wrong with a TOML text.</summary>
public enum TomlFaultKind
{
    /// <summary>The bytes are not UTF-8.</summary>
    Encoding,

    /// <summary>The text is not TOML.</summary>
    Syntax,

    /// <summary>Values or keys are nested deeper than any document of ours needs.</summary>
    TooDeep,

    /// <summary>A table gives one key twice.</summary>
    RepeatedKey,

    /// <summary>A key that must be there is not.</summary>
    MissingKey,

    /// <summary>A key that nobody knows.</summary>
    UnknownKey,

    /// <summary>A value is of another type than its key needs.</summary>
    WrongType,

    /// <summary>There are more keys and values than any document of ours has.</summary>
    TooLarge,
}
