using System.Collections.Immutable;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin.Archive;
using Migrator.Oci.Targets;

namespace Migrator.Conversion.Spin;

/// <summary>
/// The layers of generation 2, less the locked app: equal ones once, files packed when there are many.
/// </summary>
internal static class Spin2Layers
{
    /// <summary>Above this, each component's files become one archive layer (spec/spin-oci.md 4.6).</summary>
    public const int Limit = 499;

    /// <summary>Lists the layers.</summary>
    /// <param name="app">The application.</param>
    /// <param name="findings">Where doubts go.</param>
    /// <param name="cancellationToken">Stops the reading of files that have to be packed.</param>
    /// <returns>The layers; null when a file is not what its label says.</returns>
    public static async Task<ImmutableArray<ArtifactBlob>?> OfAsync(
        SpinApplication app,
        ICollection<Finding> findings,
        CancellationToken cancellationToken)
    {
        var layers = Distinct(app.Components.SelectMany(Plain));
        Spin1Layers.ReportModulesAsFiles(app, layers.Select(layer => layer.Descriptor), findings);
        if (layers.Length <= Limit)
        {
            return layers;
        }

        findings.Add(ArtifactFindings.FilesArchived.Of(
            "layers",
            $"The artifact would have {layers.Length} layers, more than {Limit}; the files of each component go into "
            + "one archive layer, as Spin 2.5 and later pack them. Spin 1 cannot read it."));
        return await ArchivedAsync(app, findings, cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<ArtifactBlob> Plain(AppComponent component) =>
        component.Files
            .Where(file => !file.Content.IsInline)
            .Select(file => file.Content.AsBlob(SpinMediaTypes.Data))
            .Prepend(component.Source.AsBlob(SpinMediaTypes.Wasm));

    private static async Task<ImmutableArray<ArtifactBlob>?> ArchivedAsync(
        SpinApplication app,
        ICollection<Finding> findings,
        CancellationToken cancellationToken)
    {
        var layers = new List<ArtifactBlob>();
        var archives = new FileArchives();
        var isComplete = true;
        foreach (var component in app.Components)
        {
            layers.Add(component.Source.AsBlob(SpinMediaTypes.Wasm));
            if (!component.Files.IsEmpty)
            {
                var archive = await PackAsync(component, archives, findings, cancellationToken)
                    .ConfigureAwait(false);
                isComplete &= archive is not null;
                layers.AddRange(archive is null ? [] : [archive]);
            }
        }

        return isComplete ? Distinct(layers) : null;
    }

    private static async Task<ArtifactBlob?> PackAsync(
        AppComponent component,
        FileArchives archives,
        ICollection<Finding> findings,
        CancellationToken cancellationToken)
    {
        try
        {
            return await archives.PackAsync(component.Files, cancellationToken).ConfigureAwait(false);
        }
        catch (BlobMismatchException mismatch)
        {
            findings.Add(ArtifactFindings.FileNotAsLabelled.Of(
                $"component {MessageText.Escape(component.Id)}",
                $"A file of component {MessageText.Quote(component.Id)} cannot be packed: {mismatch.Message} Fetch the "
                + "parcel again."));
            return null;
        }
    }

    private static ImmutableArray<ArtifactBlob> Distinct(IEnumerable<ArtifactBlob> layers) =>
        [.. layers.DistinctBy(layer => (layer.Descriptor.Digest, layer.Descriptor.MediaType))];
}
