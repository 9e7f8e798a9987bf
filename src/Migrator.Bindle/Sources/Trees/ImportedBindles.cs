using Migrator.Bindle.Invoices;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>Other bindles that a tree takes modules from; each is asked for once.</summary>
/// <param name="source">Where they are; null when nobody said.</param>
/// <param name="includeYanked">Whether those are taken that were withdrawn.</param>
/// <param name="faults">Where those go that cannot be had.</param>
internal sealed class ImportedBindles(IBindleSource? source, bool includeYanked, TreeFaults faults)
{
    private readonly Dictionary<BindleId, BindlePackage?> _known = [];

    /// <summary>The bindle that has each imported parcel, by digest.</summary>
    public Dictionary<string, BindlePackage> Parcels { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets a bindle; its parcels are not read.</summary>
    /// <param name="id">Which.</param>
    /// <param name="position">Where it is named.</param>
    /// <param name="subject">What names it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The bindle with its invoice; null, with a fault, when it cannot be had.</returns>
    public async Task<BindlePackage?> GetAsync(
        BindleId id, TomlPosition position, string subject, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id, out var package))
        {
            return package;
        }

        var (found, problem) = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            faults.Add(
                TreeFindings.ImportMissing,
                position,
                subject,
                $"{subject}: the external bindle {MessageText.Quote(id.ToString())} cannot be had: {problem}");
        }

        if (found?.Invoice is { Yanked: true })
        {
            faults.Add(
                TreeFindings.ImportYanked,
                position,
                subject,
                $"{subject}: the external bindle {MessageText.Quote(id.ToString())} was yanked; "
                + (includeYanked
                    ? "it is taken because yanked bindles are included."
                    : "name another version, or include yanked bindles to take it all the same (--include-yanked; in a "
                        + "batch file 'yanked = true' below [select])."),
                includeYanked ? FindingLevel.Warning : null);
        }

        _known.Add(id, found);
        return found;
    }

    /// <summary>Notes that a parcel is in another bindle.</summary>
    public void Take(Label label, BindlePackage package) => Parcels.TryAdd(label.Sha256, package);

    private async Task<(BindlePackage? Package, string? Problem)> FindAsync(
        BindleId id, CancellationToken cancellationToken)
    {
        if (source is null)
        {
            return (null, "name the place that has it: --bindle-server URL or --bindle-store DIR; in a batch file, "
                + "a [[source]] with 'server' or 'store'.");
        }

        try
        {
            var package = await source.OpenAsync(id, cancellationToken).ConfigureAwait(false);
            return package.Invoice is null
                ? (null, $"its invoice is faulty: {package.Findings.First(finding => finding.IsError).Message}")
                : (package, null);
        }
        catch (BindleSourceException failure) when (failure.Failure == SourceFailure.Unusable)
        {
            return (null, failure.Message);
        }
    }
}
