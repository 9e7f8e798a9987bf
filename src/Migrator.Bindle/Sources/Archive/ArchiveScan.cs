using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources.Disk;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Archive;

/// <summary>
/// One pass over a standalone archive: the invoice into memory, the parcels into the spool, faults collected.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="spool">Where the parcels go.</param>
internal sealed class ArchiveScan(BindleSourceOptions options, ParcelSpool spool)
{
    private const int MaxRefusals = 100;
    private readonly ArchiveLayout _layout = new();
    private readonly ImmutableArray<Finding>.Builder _findings = ImmutableArray.CreateBuilder<Finding>();
    private readonly Dictionary<string, SpoolSlice> _parcels = new(StringComparer.Ordinal);
    private readonly byte[] _buffer = new byte[128 * 1024];
    private byte[]? _invoice;
    private bool _sawInvoice;
    private bool _hasParcelsFolder;
    private int _extras;

    /// <summary>Reads the archive.</summary>
    /// <param name="packed">The gzip file.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What is in it.</returns>
    /// <exception cref="IOException">The archive cannot be read.</exception>
    /// <exception cref="BindleSourceException">The spool's disk is full or fails.</exception>
    public async Task<ScannedArchive> RunAsync(Stream packed, CancellationToken cancellationToken)
    {
        var bytes = new InflatedBytes(packed, options.Archive);
        await using (bytes.ConfigureAwait(false))
        {
            try
            {
                await ReadEntriesAsync(new TarReader(bytes), cancellationToken).ConfigureAwait(false);
                await bytes.FinishAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ArchiveFault fault)
            {
                _findings.Add(fault.Kind.Of("archive", fault.Message));
            }
        }

        return Finish();
    }

    private async Task ReadEntriesAsync(TarReader tar, CancellationToken cancellationToken)
    {
        var count = 0;
        while (await tar.NextAsync(cancellationToken).ConfigureAwait(false) is { } entry)
        {
            if (++count > options.Archive.MaxEntries)
            {
                throw TooLarge($"The archive holds more than {options.Archive.MaxEntries} entries.");
            }

            if (entry.Length > options.Archive.MaxBytes)
            {
                throw TooLarge($"{MessageText.Line(entry.Name)} declares {entry.Length} bytes; "
                    + $"{options.Archive.MaxBytes} are allowed.");
            }

            await TakeAsync(tar, entry, cancellationToken).ConfigureAwait(false);
            if (_findings.Count >= MaxRefusals)
            {
                throw ArchiveFault.Damaged($"{MaxRefusals} of its entries were refused, so the rest was not read");
            }
        }
    }

    private async Task TakeAsync(TarReader tar, TarEntry entry, CancellationToken cancellationToken)
    {
        if (Refuse(entry, out var segments) is { } refusal)
        {
            _findings.Add(refusal);
            return;
        }

        var role = _layout.RoleOf(segments, entry.Kind == TarEntryKind.Folder, out var finding);
        if (finding is not null)
        {
            _findings.Add(finding);
        }

        switch (role)
        {
            case ArchiveRole.Invoice:
                await TakeInvoiceAsync(tar, entry, cancellationToken).ConfigureAwait(false);
                break;
            case ArchiveRole.Parcel:
                await TakeParcelAsync(tar, entry, segments[^1], cancellationToken).ConfigureAwait(false);
                break;
            case ArchiveRole.ParcelsFolder:
                _hasParcelsFolder = true;
                break;
            case ArchiveRole.Extra:
                _extras++;
                break;
        }
    }

    private static Finding? Refuse(TarEntry entry, out string[] segments)
    {
        var name = MessageText.Line(entry.Name);
        if (ArchivePath.Split(entry.Name, out segments) is { } problem)
        {
            return SourceFindings.UnsafePath.Of(
                "archive entry",
                $"The archive holds an unsafe path: '{name}' {problem}. Do not use it unless you know its maker.",
                name);
        }

        return entry.Kind is TarEntryKind.File or TarEntryKind.Folder
            ? null
            : SourceFindings.NotAFile.Of(
                "archive entry",
                $"{name} is a {Shown(entry.Kind)}; a bindle's archive holds only files and folders. Pack the real "
                    + "files.",
                name);
    }

    private static string Shown(TarEntryKind kind) => kind switch
    {
        TarEntryKind.Link => "link",
        TarEntryKind.Sparse => "sparse file",
        _ => "device, pipe or other special entry",
    };

    private async Task TakeInvoiceAsync(TarReader tar, TarEntry entry, CancellationToken cancellationToken)
    {
        if (_sawInvoice)
        {
            _findings.Add(Duplicate(entry));
            return;
        }

        _sawInvoice = true;
        if (entry.Length > options.MaxInvoiceBytes)
        {
            _findings.Add(InvoiceFile.TooLarge(InvoiceFile.Name, entry.Length, options.MaxInvoiceBytes));
            return;
        }

        var invoice = new byte[entry.Length];
        await tar.ReadAsync(invoice, cancellationToken).ConfigureAwait(false);
        _invoice = invoice;
    }

    private async Task TakeParcelAsync(TarReader tar, TarEntry entry, string name, CancellationToken cancellationToken)
    {
        _hasParcelsFolder = true;
        var digest = StandaloneContents.DigestOf(name)!.ToLowerInvariant();
        if (!_parcels.TryAdd(digest, new SpoolSlice(spool.Length, entry.Length)))
        {
            _findings.Add(Duplicate(entry));
            return;
        }

        int read;
        while ((read = await tar.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            await spool.AppendAsync(_buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }
    }

    private ScannedArchive Finish()
    {
        var faults = _findings.ToImmutable();
        if (!_sawInvoice && faults.IsEmpty)
        {
            faults =
            [
                SourceFindings.NoInvoice.Of(
                    "archive",
                    "There is no KEY/invoice.toml in the archive, so it is no standalone bindle. Use bindle package."),
            ];
        }

        var loaded = _invoice is null
            ? new LoadedInvoice(ReadOnlyMemory<byte>.Empty, new InvoiceReading(null, faults))
            : InvoiceFile.Parse(_invoice, InvoiceFile.Name, options).With(faults);
        if (KeyName.Judge(_layout.Top ?? "", loaded.Invoice, _layout.Top ?? "") is { } misfiled)
        {
            loaded = loaded.With(misfiled);
        }

        // After a fault the list of entries is not whole, and what is missing from it says nothing.
        return new ScannedArchive(loaded, faults.IsEmpty ? Contents(loaded.Invoice) : [], _parcels);
    }

    private ImmutableArray<Finding> Contents(Invoice? invoice) =>
        StandaloneContents.Judge(_parcels.Keys, _extras, _hasParcelsFolder, "", invoice);

    private static Finding Duplicate(TarEntry entry)
    {
        var name = MessageText.Line(entry.Name);
        return SourceFindings.DuplicateEntry.Of(
            "archive entry", $"The archive holds {name} twice; which one counts is not defined.", name);
    }

    private static ArchiveFault TooLarge(string what) =>
        new(SourceFindings.ArchiveTooLarge, $"{what} Raise the limit if the archive is genuine.");
}
