using Migrator.Bindle.Verification;
using Migrator.Oci.Model;

namespace Migrator.Conversion.Spin;

/// <summary>
/// Generation 2 as Spin 2.5 to 3 push it: an image config, equal layers once, archive layers for many files, the locked
/// app as last layer (spec/spin-oci.md 4.1, 4.6).
/// </summary>
internal static class Spin2Assembly
{
    /// <summary>Assembles; reads the files only when they have to be packed.</summary>
    /// <param name="app">The application.</param>
    /// <param name="options">Version and base.</param>
    /// <param name="findings">Where doubts and losses go.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The draft; null when a finding is an error.</returns>
    public static async Task<ArtifactDraft?> AssembleAsync(
        SpinApplication app,
        ConversionOptions options,
        ICollection<Finding> findings,
        CancellationToken cancellationToken)
    {
        if (Generation2App.Prepare(app, options, findings) is not { } folded)
        {
            return null;
        }

        Report(folded, options, findings);
        if (await Spin2Layers.OfAsync(folded, findings, cancellationToken).ConfigureAwait(false) is not { } layers)
        {
            return null;
        }

        var locked = LockedAppWriter.ToBytes(Spin2LockedApp.Build(folded, options.AppVersion));
        var application = ArtifactDraft.BlobOf(SpinMediaTypes.Application, locked);
        var config = ImageConfig.Spin2(application.Descriptor.Digest);
        var draft = ArtifactDraft.Of(ArtifactDraft.BlobOf(MediaTypes.ImageConfig, config), [.. layers, application]);
        return ManifestLimit.Check(draft, "Split the app: it has too many components for one artifact.", findings);
    }

    private static void Report(SpinApplication app, ConversionOptions options, ICollection<Finding> findings)
    {
        if (options.InlineFiles == InlineFiles.Also)
        {
            findings.Add(ArtifactFindings.InlineLayersIgnored.Of(
                "layers",
                "Files of 128 bytes or less get no layer of their own: every Spin that reads this form takes them "
                + "from the locked app."));
        }

        if (options.AppVersion == AppVersionPolicy.Full)
        {
            findings.Add(ArtifactFindings.BindleVersionDropped.Of(
                "bindle_version",
                $"The app says the bindle's full version {app.Id.Version} as its own; 'bindle_version' is not known to "
                + "Spin 2 and later and is left out."));
        }

        foreach (var component in app.Components.Where(NamesAnother))
        {
            findings.Add(ArtifactFindings.ComponentKeyReplaced.Of(
                $"component {MessageText.Escape(component.Id)}",
                $"The trigger of component {MessageText.Quote(component.Id)} has a key 'component' of its own. Spin 1 "
                + "let it name the component that is run; Spin 2 and later run the component itself. Check that this "
                + "is wanted."));
        }
    }

    private static bool NamesAnother(AppComponent component) =>
        component.Trigger is ComponentTrigger.External external
        && external.Values.Items.TryGetValue("component", out var named)
        && named != SpinValue.Of(component.Id);
}
