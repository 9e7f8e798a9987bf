namespace Migrator.Bindle.Toml;

/// <summary>What made a table; decides what may add to it later.</summary>
internal enum TomlTableOrigin : byte
{
    /// <summary>A longer header that passes through it; its own header may still come.</summary>
    Implied,

    /// <summary>Its own header, or the document.</summary>
    Header,

    /// <summary>A dotted key.</summary>
    DottedKey,

    /// <summary>Braces; closed for good.</summary>
    Inline,
}
