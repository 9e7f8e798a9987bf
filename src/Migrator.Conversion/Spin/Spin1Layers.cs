using System.Collections.Immutable;
using Migrator.Bindle.Verification;
using Migrator.Oci.Model;

namespace Migrator.Conversion.Spin;

/// <summary>
/// The layers of generation 1: for each component its module, then its files; equal content as often as it is used
/// (spec/spin-oci.md 4.2).
/// </summary>
internal static class Spin1Layers
{
    /// <summary>Above this, some registries refuse; Spin 2 packs files together.</summary>
    public const int ManyLayers = 499;

    /// <summary>Lists the layers.</summary>
    /// <param name="app">The application.</param>
    /// <param name="inlineFiles">Whether files that stand in the locked app get layers too; empty ones never
    /// do.</param>
    /// <param name="findings">Where doubts go.</param>
    public static ImmutableArray<ArtifactBlob> Of(
        SpinApplication app,
        InlineFiles inlineFiles,
        ICollection<Finding> findings)
    {
        var layers = ImmutableArray.CreateBuilder<ArtifactBlob>();
        foreach (var component in app.Components)
        {
            layers.Add(component.Source.AsBlob(SpinMediaTypes.Wasm));
            layers.AddRange(component.Files
                .Where(file => HasLayer(file.Content, inlineFiles))
                .Select(file => file.Content.AsBlob(SpinMediaTypes.Data)));
        }

        ReportInline(app, inlineFiles, findings);
        ReportCounts(layers, findings);
        ReportModulesAsFiles(app, layers.Select(layer => layer.Descriptor), findings);
        return layers.DrainToImmutable();
    }

    private static bool HasLayer(AppContent content, InlineFiles inlineFiles) =>
        !content.IsInline || (inlineFiles == InlineFiles.Also && content.Size > 0);

    private static void ReportInline(SpinApplication app, InlineFiles inlineFiles, ICollection<Finding> findings)
    {
        var inline = app.Components.SelectMany(component => component.Files).Where(file => file.Content.IsInline)
            .ToArray();
        if (inlineFiles == InlineFiles.Also)
        {
            foreach (var file in inline.Where(file => file.Content.Size == 0))
            {
                findings.Add(ApplicationFindings.EmptyFileNoLayer.Of(
                    $"file {file.Path}",
                    $"The file '{file.Path}' is empty and has no layer, because an empty blob cannot be pushed by " +
                    "Spin and is refused by registries. Spin 1.5 and later take it from the locked app; Spin 1.0 to " +
                    "1.4 cannot run the application."));
            }
        }
        else if (inline.Length > 0)
        {
            findings.Add(ApplicationFindings.InlineOnly.Of(
                "layers",
                $"{inline.Length} files of {AppContent.InlineLimit} bytes or less stand in the locked app only, " +
                "where Spin 1.0 to 1.4 do not look. For those, convert with --inline-files also."));
        }
    }

    private static void ReportCounts(ImmutableArray<ArtifactBlob>.Builder layers, ICollection<Finding> findings)
    {
        if (layers.Count > ManyLayers)
        {
            findings.Add(ApplicationFindings.ManyLayers.Of(
                "layers",
                $"The artifact has {layers.Count} layers; some registries take fewer than {ManyLayers + 1}. The " +
                "profile spin2 packs files together."));
        }

        var repeats = layers.Count - layers.DistinctBy(layer => layer.Descriptor.Digest).Count();
        if (repeats > 0)
        {
            findings.Add(ApplicationFindings.SharedParcel.Of(
                "layers",
                $"{repeats} layers repeat others, because components share parcels; the manifest names each use and " +
                "the blob is pushed once."));
        }
    }

    /// <summary>Says which modules are files too, in every generation.</summary>
    /// <param name="app">The application.</param>
    /// <param name="layers">The layers of its components.</param>
    /// <param name="findings">Where doubts go.</param>
    public static void ReportModulesAsFiles(
        SpinApplication app,
        IEnumerable<Descriptor> layers,
        ICollection<Finding> findings)
    {
        var data = layers.Where(layer => layer.MediaType == SpinMediaTypes.Data).Select(layer => layer.Digest)
            .ToHashSet();
        foreach (var component in app.Components.Where(component => data.Contains(component.Source.Digest)))
        {
            findings.Add(ApplicationFindings.ModuleIsFile.Of(
                $"component {component.Id}",
                $"The module of component '{component.Id}' is served as a file too ({component.Source.Digest}). Spin " +
                "keeps a blob either as module or as file and may miss the other, so that the application does not " +
                "start. Make the bytes differ."));
        }
    }
}
