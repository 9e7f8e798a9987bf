using Migrator.Bindle.Verification;
using Migrator.Oci.Model;

namespace Migrator.Conversion.Spin;

/// <summary>
/// One artifact for every Spin from 1.5 to 3 and for every tool that reads images: the layers of generation 1, the
/// locked app as last layer, and a config that is image config and locked app at once (spec/spin-oci.md 4.8).
/// </summary>
internal static class UniversalAssembly
{
    /// <summary>Assembles.</summary>
    /// <param name="app">The application.</param>
    /// <param name="options">Version, inlined files and base.</param>
    /// <param name="findings">Where doubts and losses go.</param>
    /// <returns>The draft; null when a finding is an error.</returns>
    public static ArtifactDraft? Assemble(SpinApplication app, ConversionOptions options, ICollection<Finding> findings)
    {
        if (Generation2App.Prepare(app, options, findings) is not { } folded)
        {
            return null;
        }

        Spin1Losses.ReportAuthors(folded, options, findings);
        Spin1Losses.ReportBindleVersion(folded, options, findings);
        var locked = LockedAppWriter.ToBytes(UniversalLockedApp.Build(folded, options.AppVersion));
        var layers = Spin1Layers.Of(folded, options.InlineFiles, findings);
        var application = ArtifactDraft.BlobOf(SpinMediaTypes.Application, locked);
        var config = ImageConfig.Universal(locked, application.Descriptor.Digest);
        var draft = ArtifactDraft.Of(ArtifactDraft.BlobOf(MediaTypes.ImageConfig, config), [.. layers, application]);
        return ManifestLimit.Check(draft, "Convert to the profile spin2, which packs files together.", findings);
    }
}
