using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin;
using Migrator.Conversion.Spin.Reading;

namespace Migrator.Conversion.Wagi;

/// <summary>The files that each handler sees (spec/bindle.md 8.3 and 8.5).</summary>
internal sealed class HandlerFiles
{
    // The locked app lists every file of every component, and of one no more is read to verify it; nor does it have to
    // be held by whoever pulls it. 40 components with 10,000 files each are below.
    private const long MaxListBytes = 64 << 20;
    private const int BytesOfAnEntry = 100;
    private const int BytesOfInlineContent = 184;
    private const long MaxSteps = 100_000_000;

    private readonly Invoice _invoice;
    private readonly ImmutableArray<Parcel> _components;
    private readonly GroupGraph _graph;
    private readonly WagiFiles _choice;
    private readonly FileLayout _layout;
    private readonly ICollection<Finding> _findings;
    private readonly Lazy<ImmutableArray<FileEntry>?> _shared;

    // How many lists there would be if each handler had its own; counted by what is required, at least.
    private readonly int _ownLists;
    private long _count;
    private long _listBytes;
    private bool _isRefused;

    /// <summary>Sorts the invoice's parcels by group.</summary>
    /// <param name="invoice">The invoice.</param>
    /// <param name="components">The handlers that become components.</param>
    /// <param name="choice">Which files a handler sees.</param>
    /// <param name="findings">Where doubts and faults go.</param>
    public HandlerFiles(
        Invoice invoice,
        ImmutableArray<Parcel> components,
        WagiFiles choice,
        ICollection<Finding> findings)
    {
        _invoice = invoice;
        _components = components;
        _graph = new GroupGraph(invoice);
        _choice = choice;
        _findings = findings;
        _layout = new FileLayout(findings);

        // Wagi laid out the files of every handler, also of those that no request reached.
        var sharing = invoice.Parcels.Where(WagiLabels.IsHandler).Where(IsSharing);
        _ownLists = sharing.Where(_graph.HasFiles).Select(GroupsOf).Distinct(StringComparer.Ordinal).Count();
        _shared = new Lazy<ImmutableArray<FileEntry>?>(() => Walk(sharing, "files of all handlers", areShared: true));
    }

    /// <summary>Whether a handler with files was given those of another one too.</summary>
    public bool AreShared { get; private set; }

    /// <summary>Finds a handler's files.</summary>
    /// <param name="handler">The handler.</param>
    /// <param name="subject">The component it becomes.</param>
    /// <returns>Each path once, in UTF-8 order; null, with one finding for all, when there are too many.</returns>
    public ImmutableArray<FileEntry>? Of(Parcel handler, string subject)
    {
        if (_isRefused || !_graph.HasFiles(handler))
        {
            return _isRefused ? null : [];
        }

        var isSharing = IsSharing(handler);
        AreShared |= isSharing && _ownLists > 1;
        if ((isSharing ? _shared.Value : Walk([handler], subject, areShared: false)) is not { } files)
        {
            return Refuse(TooManySteps(subject));
        }

        _count += files.Length;
        _listBytes += files.Sum(BytesOf);
        return _listBytes <= MaxListBytes ? files : Refuse(TooManyFiles(subject, isSharing));
    }

    private ImmutableArray<FileEntry>? Refuse(Finding reason)
    {
        _isRefused = true;
        _findings.Add(reason);
        return null;
    }

    private Finding TooManyFiles(string subject, bool isSharing) => WagiFindings.TooManyFiles.Of(
        subject,
        $"The components up to this one have {_count} files, each counted as often as a component has it. The locked "
        + $"app lists them all and would have more than {MaxListBytes} bytes, which is the most that is made. "
        + (isSharing && IsTakenWith(WagiFiles.Own)
            ? "Convert with --wagi-files own, so that a component gets its own files alone, or put some of the "
                + "handlers into a bindle of their own."
            : "Put some of the handlers into a bindle of their own."));

    private Finding TooManySteps(string subject) => WagiFindings.TooManySteps.Of(
        subject,
        $"To find the files of the components up to this one takes more than {MaxSteps} steps from group to group, "
        + "because each handler's groups are walked anew. "
        + (_choice == WagiFiles.Own && IsTakenWith(WagiFiles.Shared)
            ? "Convert with --wagi-files shared, which walks all of them once, or put some of the handlers into a "
                + "bindle of their own."
            : "Put some of the handlers into a bindle of their own."));

    // The other choice is tried before it is offered; the trial itself offers none.
    private bool IsTakenWith(WagiFiles other)
    {
        var faults = new List<Finding>();
        var trial = new HandlerFiles(_invoice, [], other, faults);
        return _components.All(handler => trial.Of(handler, "") is not null) && !faults.Exists(fault => fault.IsError);
    }

    private static long BytesOf(FileEntry file) => BytesOfAnEntry + file.Path.Length
        + (file.Label.Size <= AppContent.InlineLimit ? BytesOfInlineContent : 0);

    private static string GroupsOf(Parcel handler) => string.Join(
        '\0', handler.Conditions!.Requires.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private bool IsSharing(Parcel handler) => _choice == WagiFiles.Shared && !WagiLabels.HasOwnFiles(handler);

    private ImmutableArray<FileEntry>? Walk(IEnumerable<Parcel> handlers, string subject, bool areShared) =>
        _graph.FilesOf(handlers, MaxSteps) is { } files ? _layout.Place(files, subject, areShared) : null;
}
