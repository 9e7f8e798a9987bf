using System.Collections.Immutable;

namespace Migrator.Conversion.Spin;

/// <summary>The layers of an application's components: for each its module, then its files (spec/spin-oci.md 4.2).</summary>
internal static class ComponentLayers
{
    /// <summary>Lists the layers, repeats kept.</summary>
    /// <param name="components">The components, in order.</param>
    /// <param name="inlineFiles">Whether files that stand in the locked app get a layer too.</param>
    public static ImmutableArray<ArtifactBlob> Of(IEnumerable<AppComponent> components, InlineFiles inlineFiles) =>
        [.. components.SelectMany(component => Of(component, inlineFiles))];

    private static IEnumerable<ArtifactBlob> Of(AppComponent component, InlineFiles inlineFiles) =>
        component.Files
            .Where(file => inlineFiles == InlineFiles.Also || !file.Content.IsInline)
            .Select(file => file.Content.AsBlob(SpinMediaTypes.Data))
            .Prepend(component.Source.AsBlob(SpinMediaTypes.Wasm));
}
