using Migrator.Bindle.Verification;
using Migrator.Conversion.Faithful;
using Migrator.Conversion.Spin;
using Migrator.Conversion.Spin.Reading;
using Migrator.Conversion.Wagi;
using Migrator.Oci.Model;

namespace Migrator.Conversion;

/// <summary>Turns a verified bindle into the OCI artifact of a profile.</summary>
public static class Converter
{
    /// <summary>
    /// Converts; reads only the Spin manifest or the modules of a Wagi application, parcels of 128 bytes or less, and
    /// files that are packed together.
    /// </summary>
    /// <param name="bindle">The bindle.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The artifact, or the errors; all findings in either case.</returns>
    /// <exception cref="Migrator.Bindle.Sources.BindleSourceException">A parcel that must be read cannot be
    /// opened.</exception>
    public static async Task<ConversionOutcome> ConvertAsync(
        VerifiedBindle bindle,
        ConversionOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bindle);
        ArgumentNullException.ThrowIfNull(options);
        var findings = new List<Finding>();
        var artifact = options.Profile == Profile.Bindle
            ? BuildFaithful(bindle, subject: null, findings)
            : await ConvertSpinAsync(bindle, options, findings, cancellationToken).ConfigureAwait(false);
        var isRefused = findings.Exists(finding => finding.IsError);
        return new ConversionOutcome(isRefused ? null : artifact, [.. findings]);
    }

    private static async Task<Artifact?> ConvertSpinAsync(
        VerifiedBindle bindle,
        ConversionOptions options,
        List<Finding> findings,
        CancellationToken cancellationToken)
    {
        var app = await (WagiApplication.IsOne(bindle.Invoice)
            ? WagiReader.ReadAsync(bindle, options, findings, cancellationToken)
            : ApplicationReader.ReadAsync(bindle, options, findings, cancellationToken)).ConfigureAwait(false);
        var draft = app is null ? null : await AssembleAsync(app, options, findings, cancellationToken).ConfigureAwait(
            false);
        if (draft is null)
        {
            return null;
        }

        var bytes = draft.Manifest.ToBytes();
        var descriptor = Descriptor.Of(MediaTypes.ImageManifest, bytes);
        var referrer = options.Referrer ? BuildFaithful(bindle, descriptor, findings) : null;
        return new Artifact(options.Profile, draft.Manifest, bytes, descriptor, draft.Blobs, referrer);
    }

    private static async Task<ArtifactDraft?> AssembleAsync(
        SpinApplication app,
        ConversionOptions options,
        List<Finding> findings,
        CancellationToken cancellationToken) => options.Profile switch
        {
            Profile.Universal => UniversalAssembly.Assemble(app, options, findings),
            Profile.Spin2 => await Spin2Assembly.AssembleAsync(app, options, findings, cancellationToken)
                .ConfigureAwait(false),
            Profile.Spin1 => Spin1Assembly.Assemble(app, options, findings),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Profile, "There is no such profile."),
        };

    private static Artifact BuildFaithful(VerifiedBindle bindle, Descriptor? subject, List<Finding> findings)
    {
        var artifact = BindleArtifact.Build(bindle, subject);
        findings.AddRange(BindleArtifact.Check(artifact, bindle.Id));
        return artifact;
    }
}
