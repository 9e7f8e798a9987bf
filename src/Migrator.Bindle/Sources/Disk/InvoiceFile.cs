using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>Reads <c>invoice.toml</c> of one folder, whatever is wrong with it.</summary>
internal static class InvoiceFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "invoice.toml";

    /// <summary>The name under which a server writes it before it is whole.</summary>
    public const string PartName = "invoice.toml.part";

    /// <summary>Reads the invoice of a folder.</summary>
    /// <param name="folder">The folder's full path.</param>
    /// <param name="place">The folder as messages show it, relative to the source; empty for the source itself.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The invoice, or why there is none.</returns>
    public static async Task<LoadedInvoice> LoadAsync(
        string folder, string place, BindleSourceOptions options, CancellationToken cancellationToken)
    {
        var shown = place.Length == 0 ? Name : $"{place}/{Name}";
        try
        {
            var path = Path.Combine(folder, Name);
            var hasPart = DiskEntry.Look(Path.Combine(folder, PartName)).Kind == DiskEntryKind.File;
            var entry = DiskEntry.Look(path);
            if (Refuse(entry, shown, hasPart, options) is { } refusal)
            {
                return LoadedInvoice.Without(refusal);
            }

            var bytes = await ReadAsync(entry, path, options.MaxInvoiceBytes, cancellationToken).ConfigureAwait(false);
            var loaded = Parse(bytes, shown, options);
            return hasPart ? loaded.With(Leftover(shown)) : loaded;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return LoadedInvoice.Without(SourceFindings.InvoiceUnreadable.Of(
                shown, $"{shown} cannot be read: {MessageText.Line(failure.Message)}", shown));
        }
    }

    /// <summary>Makes an invoice of bytes that were read already.</summary>
    /// <param name="bytes">The bytes, within the limit.</param>
    /// <param name="place">The file as messages show it.</param>
    /// <param name="options">How to read.</param>
    /// <returns>The outcome.</returns>
    public static LoadedInvoice Parse(ReadOnlyMemory<byte> bytes, string place, BindleSourceOptions options) =>
        new(bytes, InvoiceToml.Read(bytes, place, options.Lenient));

    /// <summary>The finding for an invoice above the limit.</summary>
    /// <param name="place">The file as messages show it.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="limit">The limit in bytes.</param>
    /// <returns>The finding.</returns>
    public static Finding TooLarge(string place, long length, int limit) => SourceFindings.InvoiceUnreadable.Of(
        place, $"{place} has {length} bytes; an invoice of at most {limit} bytes is read. Raise the limit if it is "
            + "genuine.", place);

    private static Finding? Refuse(
        DiskEntry entry, string shown, bool hasPart, BindleSourceOptions options) => entry.Kind switch
    {
        DiskEntryKind.Absent => SourceFindings.NoInvoice.Of(shown, Absence(shown, hasPart), shown),
        DiskEntryKind.Folder => SourceFindings.InvoiceUnreadable.Of(shown, $"{shown} is a folder where a file "
            + "belongs.", shown),
        DiskEntryKind.Link => SourceFindings.InvoiceUnreadable.Of(
            shown, $"{shown} is a symbolic link; links inside a bindle or store are not followed. Put the file in "
                + "its place.", shown),
        _ => entry.Length > options.MaxInvoiceBytes ? TooLarge(shown, entry.Length, options.MaxInvoiceBytes) : null,
    };

    private static string Absence(string shown, bool hasPart) => hasPart
        ? $"{shown} does not exist, only {PartName}: the bindle's creation never finished. Remove the folder and "
            + "create the bindle again."
        : $"{shown} does not exist: the folder is what a refused or unfinished creation leaves. Remove it.";

    private static Finding Leftover(string shown) => SourceFindings.PartFile.Of(
        shown, $"{PartName} lies beside {shown}; it is ignored. A Bindle server refuses changes until it is "
            + "removed.", shown);

    private static async Task<byte[]> ReadAsync(
        DiskEntry entry, string path, int limit, CancellationToken cancellationToken)
    {
        var stream = entry.Open(path);
        await using (stream.ConfigureAwait(false))
        {
            // The length was looked at before; a file that grows meanwhile is still read within the limit.
            var buffer = new byte[Math.Min(entry.Length, limit)];
            var read = await stream
                .ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            return read == buffer.Length ? buffer : buffer[..read];
        }
    }
}
