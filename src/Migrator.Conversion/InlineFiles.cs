namespace Migrator.Conversion;

/// <summary>
/// Whether files of 128 bytes or less, which the locked app holds inline, also get a layer of their own.
/// </summary>
public enum InlineFiles
{
    /// <summary>Inline only, as the Fermyon Cloud plugin 0.3.0 and Spin 2 do.</summary>
    Skip,

    /// <summary>Inline and as a layer, for Spin 1.0 to 1.4, which do not know inline files.</summary>
    Also,
}
