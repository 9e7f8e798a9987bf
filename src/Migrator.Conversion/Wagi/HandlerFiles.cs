using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin.Reading;

namespace Migrator.Conversion.Wagi;

/// <summary>The files that each handler sees (spec/bindle.md 8.3 and 8.5).</summary>
internal sealed class HandlerFiles
{
    // An artifact's manifest of 4 MiB lists about 28 thousand layers, and a locked app every file of every component.
    private const int MaxFiles = 100_000;
    private const long MaxSteps = 100_000_000;

    private readonly GroupGraph _graph;
    private readonly WagiFiles _choice;
    private readonly FileLayout _layout;
    private readonly ICollection<Finding> _findings;
    private readonly Lazy<ImmutableArray<FileEntry>?> _shared;
    private int _count;
    private bool _isTooMany;

    /// <summary>Sorts the invoice's parcels by group.</summary>
    /// <param name="invoice">The invoice.</param>
    /// <param name="choice">Which files a handler sees.</param>
    /// <param name="findings">Where doubts and faults go.</param>
    public HandlerFiles(Invoice invoice, WagiFiles choice, ICollection<Finding> findings)
    {
        _graph = new GroupGraph(invoice);
        _choice = choice;
        _findings = findings;
        _layout = new FileLayout(findings);

        // Wagi laid out the files of every handler, also of those that no request reached.
        var sharing = invoice.Parcels.Where(WagiLabels.IsHandler).Where(IsSharing);
        _shared = new Lazy<ImmutableArray<FileEntry>?>(() => Walk(sharing, "files of all handlers"));
    }

    /// <summary>Whether the handlers with files were given those of all.</summary>
    public bool AreShared { get; private set; }

    /// <summary>Finds a handler's files.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="subject">The component it becomes.</param>
    /// <returns>Each path once, in UTF-8 order; null, with one finding for all, when there are too many.</returns>
    public ImmutableArray<FileEntry>? Of(Parcel handler, string subject)
    {
        if (_isTooMany || !_graph.HasFiles(handler))
        {
            return _isTooMany ? null : [];
        }

        var isSharing = IsSharing(handler);
        AreShared |= isSharing;
        var files = isSharing ? _shared.Value : Walk([handler], subject);
        _count += files?.Length ?? 0;
        if (files is not null && _count <= MaxFiles)
        {
            return files;
        }

        _isTooMany = true;
        _findings.Add(WagiFindings.TooManyFiles.Of(
            subject,
            $"The components up to this one have more than {MaxFiles} files, each counted as often as a component "
            + "has it, or more groups than can be walked. "
            + (_choice == WagiFiles.Own
                ? "Split the bindle."
                : "Convert with --wagi-files own, so that a component gets its files alone, or split the bindle.")));
        return null;
    }

    private bool IsSharing(Parcel handler) => _choice == WagiFiles.Shared && !WagiLabels.HasOwnFiles(handler);

    private ImmutableArray<FileEntry>? Walk(IEnumerable<Parcel> handlers, string subject) =>
        _graph.FilesOf(handlers, MaxSteps) is { } files ? _layout.Place(files, subject) : null;
}
