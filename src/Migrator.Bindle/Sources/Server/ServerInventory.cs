using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Server;

/// <summary>Lists what a server's index holds, page by page (spec/bindle.md 6).</summary>
/// <remarks>
/// A page says how many there are, which is not relied on: pages are asked for until one is the last, is the one
/// before it or brings nothing new, or until there are more than a list may have. Yanked bindles are among them,
/// whatever is asked for.
/// </remarks>
internal sealed class ServerInventory(ServerReader reader, BindleServerOptions options)
{
    // A page is held as text and as a tree, which takes about twenty times as much; one invoice always fits.
    private const int MaxPageBytes = 24 << 20;
    private const int MaxLimit = 255;
    private const string Subject = "its list of bindles";

    // Pages in a row of which nothing can be read; behind them there may be bindles, but not for ever.
    private const int MaxBarrenPages = 100;
    private int _limit = MaxLimit;

    public async IAsyncEnumerable<BindleEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (unreadable, barren, last) = (0, 0, "");
        for (var (offset, isLast) = (0, false); !isLast;)
        {
            var page = await ReadPageAsync(offset, cancellationToken).ConfigureAwait(false);
            if (page.Digest == last)
            {
                yield return Stopped(offset);
                break;
            }

            var before = seen.Count;
            foreach (var entry in page.Entries.Where(entry => entry.Id is null || seen.Add(entry.Place)))
            {
                unreadable += entry.Id is null ? 1 : 0;
                yield return entry;
            }

            if (seen.Count + unreadable > options.MaxBindles)
            {
                throw TooMany();
            }

            // What can be read and is nothing new came before. What cannot be read may hide bindles behind it.
            barren = seen.Count > before ? 0 : barren + 1;
            var isRepeated = seen.Count == before && page.Entries.All(entry => entry.Id is not null);
            var isStuck = page.HasMore && (isRepeated || barren >= MaxBarrenPages);
            if (isStuck)
            {
                yield return Stopped(offset);
            }

            offset += page.Entries.Count;
            (isLast, last) = (!page.HasMore || isStuck, page.Digest);
        }

        // Of a damaged store an index is least: it ends at the first folder that it cannot read (spec/bindle.md 5.7).
        yield return Incomplete();
    }

    private async Task<Page> ReadPageAsync(int offset, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var page = new DocumentRequest(ServerPath.Query(options.Query, offset, _limit), Subject, MaxPageBytes);
                var document = await reader.GetAsync(page, cancellationToken).ConfigureAwait(false);
                return Read(document, offset);
            }
            catch (AnswerTooLargeException failure)
            {
                // Invoices are listed in full; fewer of them to a page are less.
                _limit = _limit > 1 ? _limit / 2 : throw failure.ToSourceException();
            }
        }
    }

    private Page Read(ServerDocument document, int offset)
    {
        var faults = new List<TomlFault>();
        if (document.Read(faults) is not { } root || !root.TryGet("invoices", out var node)
            || node is not TomlArray list)
        {
            RequireRoom(faults);
            var why = faults.Count > 0 ? $" {MessageText.Line(faults[0].Message)}" : "";
            throw reader.Connection.Unfit($"does not give {Subject} in a form that can be read.{why}");
        }

        var entries = list.Items.Select((item, index) => EntryOf(item as TomlTable, offset + index)).ToList();
        var hasMore = root.TryGet("more", out var more) && more is TomlBoolean { Value: true };
        return new Page(entries, hasMore, Convert.ToHexString(SHA256.HashData(document.Bytes.Span)));
    }

    private void RequireRoom(List<TomlFault> faults)
    {
        if (faults.Exists(fault => fault.Kind == TomlFaultKind.TooLarge))
        {
            throw new AnswerTooLargeException(
                reader.Connection.Address.ToString(),
                $"Bindle server {reader.Connection.Address} sends more for {Subject} than is read. "
                + faults[0].Message);
        }
    }

    private BindleEntry EntryOf(TomlTable? table, int index)
    {
        var reading = InvoiceToml.Read(table, new ReadingFaults($"_q[{index}]"), options.Lenient);
        ImmutableArray<Finding> findings = [.. reading.Findings.Select(reader.Connection.Redact)];
        return reading.Invoice is { } invoice
            ? new BindleEntry(invoice.Id, MessageText.Line(invoice.Id.ToString()), invoice.Yanked, findings)
            : new BindleEntry(null, $"_q[{index}]", false, findings);
    }

    private BindleSourceException TooMany() => new(
        reader.Connection.Address.ToString(),
        $"Bindle server {reader.Connection.Address} lists more than {options.MaxBindles} bindles; that many are read. "
        + "Ask for a part of them with --query, or read the server's own folder with --bindle-store.");

    private BindleEntry Incomplete() => Told(ServerFindings.IncompleteList.Of(
        "list",
        "A Bindle server lists what its index holds, which can be less than it stores; --bindle-store on the server's "
        + "own folder lists everything.",
        reader.Connection.Address.ToString()));

    private BindleEntry Stopped(int offset) => Told(ServerFindings.PagesDiffer.Of(
        "list",
        $"Bindle server {reader.Connection.Address} says that more follows after {offset} bindles, and sends nothing "
        + "new that can be read; the list ends here.",
        reader.Connection.Address.ToString()));

    private static BindleEntry Told(Finding finding) => new(null, "_q", false, [finding]);

    private sealed record Page(IReadOnlyList<BindleEntry> Entries, bool HasMore, string Digest);
}
