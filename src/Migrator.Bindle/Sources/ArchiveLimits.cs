namespace Migrator.Bindle.Sources;

/// <summary>How much a <c>.tar.gz</c> may hold before it is refused (spec/bindle.md 10.5, row 88).</summary>
public sealed record ArchiveLimits
{
    /// <summary>The unpacked bytes for which <see cref="MaxExpansion"/> is not asked: 64 MiB.</summary>
    public const long ExpansionFreeBytes = 64L << 20;

    /// <summary>The largest number of entries, folders included. Default: 100,000; at least 1.</summary>
    public int MaxEntries { get; init; } = 100_000;

    /// <summary>
    /// The largest unpacked size of the whole archive, headers included, in bytes. Default: 16 GiB; at least 1.
    /// </summary>
    public long MaxBytes { get; init; } = 16L << 30;

    /// <summary>
    /// How many unpacked bytes one packed byte may give, once <see cref="ExpansionFreeBytes"/> are unpacked. Default:
    /// 200; at least 1.
    /// </summary>
    public int MaxExpansion { get; init; } = 200;
}
