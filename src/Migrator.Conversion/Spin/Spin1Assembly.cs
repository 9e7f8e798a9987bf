using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin;

/// <summary>
/// Generation 1, byte for byte: the locked app as config blob, a layer for each module and file (spec/spin-oci.md
/// 4.2, 4.3).
/// </summary>
internal static class Spin1Assembly
{
    /// <summary>Assembles.</summary>
    /// <param name="app">The application.</param>
    /// <param name="options">Version, inlined files and base.</param>
    /// <param name="findings">Where doubts and losses go.</param>
    /// <returns>The draft; null when a finding is an error.</returns>
    public static ArtifactDraft? Assemble(SpinApplication app, ConversionOptions options, ICollection<Finding> findings)
    {
        if (Spin1Base.Check(app, options, findings) is not { } checkedApp)
        {
            return null;
        }

        foreach (var finding in RouteFindings.Of(checkedApp))
        {
            findings.Add(finding);
        }

        Spin1Losses.Report(checkedApp, options, findings);
        var locked = LockedAppWriter.ToBytes(LockedAppBuilder.Build(checkedApp, options.AppVersion));
        var layers = Spin1Layers.Of(checkedApp, options.InlineFiles, findings);
        var draft = ArtifactDraft.Of(ArtifactDraft.BlobOf(SpinMediaTypes.Application, locked), layers);
        return ManifestLimit.Check(draft, "Convert to the profile spin2, which packs files together.", findings);
    }
}
