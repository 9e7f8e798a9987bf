using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin;
using Migrator.Conversion.Spin.Reading;

namespace Migrator.Conversion.Wagi;

/// <summary>
/// Reads the Spin application out of a Wagi bindle: a component with Wagi's executor for each handler (spec/bindle.md
/// 8.5).
/// </summary>
internal sealed class WagiReader
{
    private readonly VerifiedBindle _bindle;
    private readonly ConversionOptions _options;
    private readonly List<Finding> _findings;
    private readonly ParcelContents _contents;
    private readonly HandlerPlan _plan;
    private readonly ImmutableArray<PlannedHandler> _kept;
    private readonly HandlerFiles _files;
    private readonly ModuleChecks _modules;
    private readonly HandlerRemarks _remarks;

    // Handlers that share their files share the list as well.
    private readonly Dictionary<ImmutableArray<FileEntry>, ImmutableArray<AppFile>> _resolved = [];

    private WagiReader(VerifiedBindle bindle, ConversionOptions options, List<Finding> findings)
    {
        _bindle = bindle;
        _options = options;
        _findings = findings;
        _contents = new ParcelContents(bindle, findings);
        _plan = HandlerPlan.Of(bindle.Invoice);
        _kept = [.. _plan.Handlers.Where(handler => handler.ComponentId is not null)];
        _files = new HandlerFiles(
            bindle.Invoice, [.. _kept.Select(handler => handler.Parcel)], options.WagiFiles, findings);
        _modules = new ModuleChecks(_contents, options, findings);
        _remarks = new HandlerRemarks(options, findings);
    }

    /// <summary>Reads; of parcels the modules, and those of 128 bytes or less.</summary>
    /// <param name="bindle">The bindle.</param>
    /// <param name="options">How it is converted.</param>
    /// <param name="findings">Where doubts, losses and faults go.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The application; null when a finding is an error.</returns>
    public static async Task<SpinApplication?> ReadAsync(
        VerifiedBindle bindle,
        ConversionOptions options,
        List<Finding> findings,
        CancellationToken cancellationToken)
    {
        var app = await new WagiReader(bindle, options, findings).ReadAsync(cancellationToken).ConfigureAwait(false);
        return findings.Exists(finding => finding.IsError) ? null : app;
    }

    private async Task<SpinApplication> ReadAsync(CancellationToken cancellationToken)
    {
        _remarks.Report(_plan);
        var components = ImmutableArray.CreateBuilder<AppComponent>();
        foreach (var handler in _kept)
        {
            if (await ReadAsync(handler, cancellationToken).ConfigureAwait(false) is { } component)
            {
                components.Add(component);
            }
        }

        await CheckLeftOutAsync(cancellationToken).ConfigureAwait(false);
        var app = new SpinApplication
        {
            Id = _bindle.Id with { Name = _bindle.Id.Name[(_bindle.Id.Name.LastIndexOf('/') + 1)..] },
            Description = _bindle.Invoice.Description,
            Authors = _bindle.Invoice.Authors,
            Trigger = new ApplicationTrigger.Http("/"),
            Components = components.DrainToImmutable(),
            IsWagi = true,
        };
        AppRemarks.Report(app, _files.AreShared, _findings);
        InvoiceLosses.Report(_bindle.Invoice, app, _options, _findings);
        return app;
    }

    private async Task CheckLeftOutAsync(CancellationToken cancellationToken)
    {
        foreach (var handler in _plan.Handlers.Where(
            handler => handler.ComponentId is null && handler.MayBeReachedBelow))
        {
            var subject = $"handler {MessageText.Escape(handler.Parcel.Label.Name)}";
            await _modules.CheckLeftOutAsync(handler, subject, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<AppComponent?> ReadAsync(PlannedHandler handler, CancellationToken cancellationToken)
    {
        var subject = $"component {handler.ComponentId}";
        _remarks.ReportComponent(handler, subject);
        await _modules.CheckAsync(handler, subject, cancellationToken).ConfigureAwait(false);
        var source = await _contents.GetAsync(handler.Parcel.Label, cancellationToken).ConfigureAwait(false);
        if (_files.Of(handler.Parcel, subject) is not { } entries || source is null)
        {
            return null;
        }

        var files = await ResolveAsync(entries, cancellationToken).ConfigureAwait(false);
        return new AppComponent(Declare(handler, subject), source, files);
    }

    private SpinComponent Declare(PlannedHandler handler, string subject)
    {
        var features = handler.Parcel.Label.Features;
        return new SpinComponent
        {
            Id = handler.ComponentId!,
            Source = handler.Parcel.Label.Sha256,
            AllowedHttpHosts = HandlerHosts.Read(handler.Parcel, subject, _findings),
            Environment = features.GetValueOrDefault(WagiLabels.EnvironmentSection, TextMap.Empty),
            Trigger = new ComponentTrigger.Http(handler.Route, new HttpExecutor.Wagi(
                WagiLabels.FeatureOf(handler.Parcel, "entrypoint") ?? HttpExecutor.Wagi.DefaultEntrypoint,
                WagiLabels.FeatureOf(handler.Parcel, "argv") ?? HttpExecutor.Wagi.DefaultArgv)),
        };
    }

    private async ValueTask<ImmutableArray<AppFile>> ResolveAsync(
        ImmutableArray<FileEntry> entries, CancellationToken cancellationToken)
    {
        if (_resolved.TryGetValue(entries, out var known))
        {
            return known;
        }

        var files = ImmutableArray.CreateBuilder<AppFile>(entries.Length);
        foreach (var entry in entries)
        {
            if (await _contents.GetAsync(entry.Label, cancellationToken).ConfigureAwait(false) is { } content)
            {
                files.Add(new AppFile(entry.Path, content));
            }
        }

        return _resolved[entries] = files.DrainToImmutable();
    }
}
