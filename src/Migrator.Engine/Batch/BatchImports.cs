using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;

namespace Migrator.Engine.Batch;

/// <summary>
/// Where a HIPPOFACTS or a module map of a batch finds the bindles that it takes modules from: the stores of the batch
/// file, and then its servers, each in the order of the file.
/// </summary>
/// <param name="shelf">Has them open.</param>
/// <param name="sources">Their numbers, from <see cref="In"/>; at least one.</param>
internal sealed class BatchImports(SourceShelf shelf, ImmutableArray<int> sources) : IBindleSource
{
    public string Description => "stores and servers of the batch file";

    /// <summary>The numbers of the sources that are asked, in their order.</summary>
    public static ImmutableArray<int> In(ImmutableArray<BatchSource> sources) =>
    [
        .. sources.Index()
            .Where(source => source.Item.Kind is BatchSourceKind.Store or BatchSourceKind.Server
                && !BindleSources.IsApplicationSource(source.Item.Location))
            .OrderBy(source => source.Item.Kind == BatchSourceKind.Store ? 0 : 1)
            .Select(source => source.Index),
    ];

    public async IAsyncEnumerable<BindleEntry> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var number in sources)
        {
            var source = await shelf.OpenAsync(number, "", cancellationToken).ConfigureAwait(false);
            await foreach (var entry in source.ListAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="BindleSourceException">No place has it, or a place does not answer.</exception>
    public async Task<BindlePackage> OpenAsync(BindleId? id, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var number in sources)
        {
            try
            {
                var source = await shelf.OpenAsync(number, "", cancellationToken).ConfigureAwait(false);
                return await source.OpenAsync(id, cancellationToken).ConfigureAwait(false);
            }
            catch (BindleSourceException failure) when (failure.Failure == SourceFailure.Unusable)
            {
                problems.Add(failure.Message);
            }
        }

        throw new BindleSourceException(Description, string.Join(' ', problems.Distinct(StringComparer.Ordinal)));
    }

    // The shelf closes what is open.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
