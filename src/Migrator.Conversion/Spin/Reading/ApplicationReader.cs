using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>
/// Reads the Spin application out of a bindle: the manifest, compared with the invoice (spec/spin-oci.md 7, 1 to 5).
/// </summary>
internal sealed class ApplicationReader
{
    private readonly VerifiedBindle _bindle;
    private readonly ConversionOptions _options;
    private readonly List<Finding> _findings;
    private readonly ParcelContents _contents;
    private readonly Dictionary<string, Label> _labels;

    private ApplicationReader(VerifiedBindle bindle, ConversionOptions options, List<Finding> findings)
    {
        _bindle = bindle;
        _options = options;
        _findings = findings;
        _contents = new ParcelContents(bindle, findings);
        _labels = bindle.Invoice.Parcels
            .DistinctBy(parcel => parcel.Label.Sha256)
            .ToDictionary(parcel => parcel.Label.Sha256, parcel => parcel.Label, StringComparer.Ordinal);
    }

    /// <summary>Reads; of parcels only the Spin manifest and those of 128 bytes or less.</summary>
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
        var reader = new ApplicationReader(bindle, options, findings);
        var app = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return findings.Exists(finding => finding.IsError) ? null : app;
    }

    private async Task<SpinApplication?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await ReadManifestAsync(cancellationToken).ConfigureAwait(false) is not { } manifest)
        {
            return null;
        }

        var isExact = ConversionPolicy.IsExact(_options);
        ComponentIds.Check(manifest.Components, isExact, _options.IsForCloud, _findings);
        var components = await ResolveAsync(manifest, cancellationToken).ConfigureAwait(false);
        var app = new SpinApplication
        {
            Id = _bindle.Id,
            Description = _bindle.Invoice.Description,
            Authors = _bindle.Invoice.Authors,
            Trigger = manifest.Trigger,
            Variables = manifest.Variables,
            Components = isExact ? WithLastModules(components) : components,
        };
        InvoiceLosses.Report(_bindle.Invoice, app, _options, _findings);
        return app;
    }

    private async Task<SpinManifest?> ReadManifestAsync(CancellationToken cancellationToken)
    {
        if (ManifestParcel.Find(_bindle.Invoice, _findings) is not { } label ||
            await _contents.ReadAsync(label, ManifestParcel.MaxSize, cancellationToken)
                .ConfigureAwait(false) is not { } bytes)
        {
            return null;
        }

        var reading = SpinManifestReader.Read(bytes, MessageText.Escape(label.Name), _options.Strict);
        _findings.AddRange(reading.Findings);
        if (reading.Manifest is { Components.IsEmpty: true })
        {
            const string message = "The application has no components; it does nothing.";
            _findings.Add(ApplicationFindings.NoComponents.Of("Spin manifest", message));
        }

        return reading.Manifest;
    }

    private async Task<ImmutableArray<AppComponent>> ResolveAsync(
        SpinManifest manifest,
        CancellationToken cancellationToken)
    {
        var files = new ComponentFiles(_bindle.Invoice, _options.Strict, _findings);
        var components = ImmutableArray.CreateBuilder<AppComponent>(manifest.Components.Length);
        foreach (var declared in manifest.Components)
        {
            var source = await ResolveSourceAsync(declared, cancellationToken).ConfigureAwait(false);
            var mounted = await ResolveFilesAsync(files.Resolve(declared), cancellationToken).ConfigureAwait(false);
            if (source is not null)
            {
                components.Add(new AppComponent(declared, source, mounted));
            }
        }

        return components.DrainToImmutable();
    }

    private async ValueTask<AppContent?> ResolveSourceAsync(SpinComponent declared, CancellationToken cancellationToken)
    {
        var sha256 = ModuleSource.Check(declared, _findings);
        if (sha256 is null)
        {
            return null;
        }

        if (!_labels.TryGetValue(sha256, out var label))
        {
            _findings.Add(ApplicationFindings.SourceNotInInvoice.Of(
                $"component {MessageText.Escape(declared.Id)}",
                $"The component's module {sha256} is no parcel of the invoice; Spin cannot fetch it. Publish the " +
                "bindle again.",
                declared.Place));
            return null;
        }

        var content = await _contents.GetAsync(label, cancellationToken).ConfigureAwait(false);
        ModuleSource.CheckContent(declared, content, _findings);
        return content;
    }

    private async ValueTask<ImmutableArray<AppFile>> ResolveFilesAsync(
        ImmutableArray<FileEntry> entries,
        CancellationToken cancellationToken)
    {
        var files = ImmutableArray.CreateBuilder<AppFile>(entries.Length);
        foreach (var entry in entries)
        {
            if (await _contents.GetAsync(entry.Label, cancellationToken).ConfigureAwait(false) is { } content)
            {
                files.Add(new AppFile(entry.Path, content));
            }
        }

        return files.DrainToImmutable();
    }

    // Spin's loader wrote the modules of components with one id to one file: all get the last one (spec 3.3).
    private static ImmutableArray<AppComponent> WithLastModules(ImmutableArray<AppComponent> components)
    {
        var last = components
            .GroupBy(component => component.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Source, StringComparer.Ordinal);
        return [.. components.Select(component => component with { Source = last[component.Id] })];
    }
}
