using System.Runtime.CompilerServices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Engine.Jobs;

namespace Migrator.Engine.Batch.Planning;

/// <summary>Lists the bindles of all sources, one after the other, as a stream.</summary>
internal sealed class BatchListing(BatchFile file, SourceShelf shelf)
{
    /// <summary>Every bindle of every source, in the order of the file.</summary>
    /// <exception cref="BindleSourceException">
    /// A source cannot be listed. A path of a glob, or of a folder of bindles, that cannot is an entry.
    /// </exception>
    public async IAsyncEnumerable<ListedBindle> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (number, source) in file.Sources.Index())
        {
            var entries = source switch
            {
                _ when shelf.PathsOf(number) is { } paths => source.Bindles.IsEmpty
                    ? ListPathsAsync(number, paths, cancellationToken)
                    : FindNamedAsync(number, source, paths, cancellationToken),
                { Bindles: [_, ..] } => Named(number, source),
                { Queries: [_, ..] } => ListQueriesAsync(number, source, cancellationToken),
                _ => ListSourceAsync(number, source, "", cancellationToken),
            };
            await foreach (var entry in entries.ConfigureAwait(false))
            {
                yield return entry;
            }
        }
    }

    private static IAsyncEnumerable<ListedBindle> Named(int number, BatchSource source) => source.Bindles
        .Select(id => new ListedBindle(number, id.ToString(), new BindleEntry(id, id.ToString(), Yanked: false, [])))
        .ToAsyncEnumerable();

    // Which of the paths a bindle is at, only its invoice says.
    private async IAsyncEnumerable<ListedBindle> FindNamedAsync(
        int number,
        BatchSource source,
        IEnumerable<string> paths,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var named = source.Bindles.ToHashSet();
        var missing = source.Bindles.ToHashSet();
        await foreach (var bindle in ListPathsAsync(number, paths, cancellationToken).ConfigureAwait(false))
        {
            if (bindle.Entry.Id is { } id && named.Contains(id))
            {
                missing.Remove(id);
                yield return bindle;
            }
        }

        foreach (var id in source.Bindles.Where(missing.Remove))
        {
            yield return Missing(number, id.ToString(), source.Location);
        }
    }

    private static ListedBindle Missing(int number, string id, string folder)
    {
        var failure = new BindleSourceException(
            id, $"No bindle of the folder {MessageText.Quote(folder)} that can be read is {id}; correct bindles, or "
            + "the folder.");
        var finding = JobFault.Explain(failure)!.Finding;
        return new ListedBindle(number, id, new BindleEntry(null, id, Yanked: false, [finding]));
    }

    private async IAsyncEnumerable<ListedBindle> ListQueriesAsync(
        int number, BatchSource source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var query in source.Queries)
        {
            await foreach (var entry in ListSourceAsync(number, source, query, cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }
        }
    }

    private async IAsyncEnumerable<ListedBindle> ListSourceAsync(
        int number, BatchSource source, string query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var open = await shelf.OpenAsync(source, query, cancellationToken).ConfigureAwait(false);
        await using (open.ConfigureAwait(false))
        {
            await foreach (var entry in open.ListAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return new ListedBindle(number, entry.Place, entry) { Query = query };
            }
        }
    }

    private async IAsyncEnumerable<ListedBindle> ListPathsAsync(
        int number, IEnumerable<string> paths, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            foreach (var entry in await ListPathAsync(number, path, cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }
        }
    }

    private async Task<List<ListedBindle>> ListPathAsync(int number, string path, CancellationToken cancellationToken)
    {
        try
        {
            var source = await shelf.OpenAsync(number, path, cancellationToken).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
            {
                return await source.ListAsync(cancellationToken)
                    .Select(entry => new ListedBindle(number, path, entry))
                    .ToListAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (BindleSourceException failure)
        {
            var finding = JobFault.Explain(failure)!.Finding;
            return [new ListedBindle(number, path, new BindleEntry(null, path, Yanked: false, [finding]))];
        }
    }
}
