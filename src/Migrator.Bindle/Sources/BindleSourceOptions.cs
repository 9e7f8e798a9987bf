namespace Migrator.Bindle.Sources;

/// <summary>How a place on disk is read.</summary>
public sealed record BindleSourceOptions
{
    /// <summary>Doubtful spellings in an invoice are taken with a warning (spec/bindle.md 10). Default: no.</summary>
    public bool Lenient { get; init; }

    /// <summary>The largest invoice, in bytes; a larger one is a finding. Default: 16 MiB; at least 1.</summary>
    public int MaxInvoiceBytes { get; init; } = 16 << 20;

    /// <summary>What an archive may hold.</summary>
    public ArchiveLimits Archive { get; init; } = new();

    /// <summary>
    /// The folder into which parcels of an archive are unpacked while it is open, in one file without a name; null for
    /// the archive's own. A library does not ask the environment for one.
    /// </summary>
    public string? TempFolder { get; init; }

    /// <summary>
    /// Whether a HIPPOFACTS or a module map may take modules from bindles that were withdrawn, with a warning. Default:
    /// no.
    /// </summary>
    public bool IncludeYanked { get; init; }

    /// <summary>
    /// Opens the place of other bindles, from which a HIPPOFACTS or a module map takes modules; null when there is
    /// none. The source disposes what is opened.
    /// </summary>
    public Func<CancellationToken, Task<IBindleSource>>? OpenImports { get; init; }
}
