using Migrator.Bindle.Verification;
using Migrator.Conversion.Faithful;
using Migrator.Conversion.Spin;
using Migrator.Conversion.Spin.Reading;
using Migrator.Oci.Model;

namespace Migrator.Conversion;

/// <summary>Turns a verified bindle into the OCI artifact of a profile.</summary>
public static class Converter
{
    /// <summary>Converts; reads only the Spin manifest and parcels of 128 bytes or less, and files that are packed together.</summary>
    /// <param name="bindle">The bindle.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The artifact, or the errors; all findings in either case.</returns>
    /// <exception cref="Migrator.Bindle.Sources.BindleSourceException">A parcel that must be read cannot be opened.</exception>
    public static async Task<ConversionOutcome> ConvertAsync(
        VerifiedBindle bindle,
        ConversionOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bindle);
        ArgumentNullException.ThrowIfNull(options);
        return options.Profile == Profile.Bindle
            ? Copy(bindle)
            : await ConvertAppAsync(bindle, options, cancellationToken).ConfigureAwait(false);
    }

    private static ConversionOutcome Copy(VerifiedBindle bindle)
    {
        var artifact = BindleArtifact.Build(bindle, subject: null);
        return Judge(artifact, BindleArtifact.Check(artifact, bindle.Id));
    }

    private static async Task<ConversionOutcome> ConvertAppAsync(
        VerifiedBindle bindle,
        ConversionOptions options,
        CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var app = await ApplicationReader.ReadAsync(bindle, options, findings, cancellationToken).ConfigureAwait(false);
        var draft = app is null
            ? null
            : await AssembleAsync(app, options, findings, cancellationToken).ConfigureAwait(false);
        var artifact = draft is null ? null : Finish(draft, bindle, options);
        if (artifact?.Referrer is { } referrer)
        {
            findings.AddRange(BindleArtifact.Check(referrer, bindle.Id));
        }

        return Judge(artifact, findings);
    }

    private static ConversionOutcome Judge(Artifact? artifact, IReadOnlyCollection<Finding> findings) =>
        new(findings.Any(finding => finding.IsError) ? null : artifact, [.. findings]);

    private static async Task<ArtifactDraft?> AssembleAsync(
        SpinApplication app,
        ConversionOptions options,
        List<Finding> findings,
        CancellationToken cancellationToken) => options.Profile switch
        {
            Profile.Universal => UniversalAssembly.Assemble(app, options, findings),
            Profile.Spin2 => await Spin2Assembly.AssembleAsync(app, options, findings, cancellationToken).ConfigureAwait(false),
            Profile.Spin1 => Spin1Assembly.Assemble(app, options, findings),
            _ => throw new NotSupportedException($"The profile {options.Profile} is not built."),
        };

    private static Artifact Finish(ArtifactDraft draft, VerifiedBindle bindle, ConversionOptions options)
    {
        var bytes = draft.Manifest.ToBytes();
        var descriptor = Descriptor.Of(MediaTypes.ImageManifest, bytes);
        var referrer = options.Referrer ? BindleArtifact.Build(bindle, descriptor) : null;
        return new Artifact(options.Profile, draft.Manifest, bytes, descriptor, draft.Blobs, referrer);
    }
}
