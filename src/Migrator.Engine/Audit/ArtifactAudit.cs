using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Engine.Audit.Expectation;
using Migrator.Engine.Audit.Judging;
using Migrator.Engine.Audit.Reading;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Audit;

/// <summary>
/// Judges whether an artifact is what a bindle says, by code of its own: nothing of the conversion is used, so that a
/// fault there shows up here. It also judges what Spin itself pushed.
/// </summary>
public sealed class ArtifactAudit
{
    private const int MaxManifestBytes = 16 << 20;

    private readonly VerifiedBindle _bindle;
    private readonly IReadOnlyTarget _target;
    private readonly AuditOptions _options;
    private readonly FindingList _findings = new();
    private readonly BlobReader _blobs;
    private AuditReport _report = new() { Form = ArtifactForm.Unknown, Counts = new AuditCounts(), Findings = [] };

    private ArtifactAudit(VerifiedBindle bindle, IReadOnlyTarget target, AuditOptions options)
    {
        (_bindle, _target, _options) = (bindle, target, options);
        _blobs = new BlobReader(target, _findings);
    }

    /// <summary>Recomputes from the bindle what the artifact must be, and reads and hashes every blob of it.</summary>
    /// <param name="bindle">The bindle. Of its parcels only the Spin manifest is read.</param>
    /// <param name="target">Where the artifact is.</param>
    /// <param name="reference">A tag, or a digest as text.</param>
    /// <param name="options">How strict to be.</param>
    /// <param name="cancellationToken">Stops the audit.</param>
    /// <returns>What was found; faults of the artifact are findings.</returns>
    /// <exception cref="TargetException">The target itself cannot be read.</exception>
    /// <exception cref="BindleSourceException">The bindle's Spin manifest cannot be read.</exception>
    public static async Task<AuditReport> RunAsync(
        VerifiedBindle bindle,
        IReadOnlyTarget target,
        string reference,
        AuditOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bindle);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentException.ThrowIfNullOrEmpty(reference);
        ArgumentNullException.ThrowIfNull(options);
        var audit = new ArtifactAudit(bindle, target, options);
        return await audit.RunAsync(reference, cancellationToken).ConfigureAwait(false);
    }

    private async Task<AuditReport> RunAsync(string reference, CancellationToken cancellationToken)
    {
        if (await ResolveAsync(reference, cancellationToken).ConfigureAwait(false) is { } artifact
            && await ReadManifestAsync(reference, artifact, cancellationToken).ConfigureAwait(false) is { } manifest)
        {
            await (CopyJudge.IsCopy(manifest)
                ? JudgeCopyAsync(manifest, cancellationToken)
                : JudgeSpinAsync(artifact, manifest, cancellationToken)).ConfigureAwait(false);
        }

        return _report with
        {
            Counts = _report.Counts with { Blobs = _blobs.Count, Bytes = _blobs.Bytes },
            Findings = _findings.ToImmutable(),
        };
    }

    private async Task<Descriptor?> ResolveAsync(string reference, CancellationToken cancellationToken)
    {
        var index = new IndexJudge(_target, _findings, MaxManifestBytes);
        await index.JudgeTagAsync(reference, cancellationToken).ConfigureAwait(false);
        if (await _target.ResolveOrNullAsync(reference, cancellationToken).ConfigureAwait(false) is not { } descriptor)
        {
            _findings.Add(
                AuditFindings.NoSuchArtifact,
                reference,
                $"{_target.Description} has no manifest '{reference}'; check the tag or digest.");
            return null;
        }

        _report = _report with { Digest = descriptor.Digest };
        new ManifestJudge(_findings).JudgeListing(descriptor, "artifact");
        return descriptor;
    }

    private async Task<AuditedManifest?> ReadManifestAsync(
        string reference, Descriptor descriptor, CancellationToken cancellationToken)
    {
        var bytes = await _blobs.ReadAsync(descriptor, MaxManifestBytes, cancellationToken).ConfigureAwait(false);
        try
        {
            return bytes is null ? null : AuditedManifest.Parse(bytes);
        }
        catch (ArtifactFormatException fault)
        {
            _findings.Add(
                AuditFindings.ManifestUnreadable,
                reference,
                $"The manifest {descriptor.Digest} cannot be read: {fault.Message}");
            return null;
        }
    }

    private async Task JudgeCopyAsync(AuditedManifest manifest, CancellationToken cancellationToken)
    {
        var judge = new CopyJudge(_bindle, _blobs, _findings);
        await judge.JudgeAsync(manifest, artifact: null, "artifact", cancellationToken).ConfigureAwait(false);
        _report = _report with { Form = ArtifactForm.Bindle, Counts = _report.Counts with { Parcels = judge.Parcels } };
    }

    private async Task JudgeSpinAsync(
        Descriptor descriptor, AuditedManifest manifest, CancellationToken cancellationToken)
    {
        var reader = new SpinArtifactReader(_blobs, _findings, _options.MaxDocumentBytes);
        if (await reader.ReadAsync(manifest, cancellationToken).ConfigureAwait(false) is not { } artifact)
        {
            new ManifestJudge(_findings).JudgeSpin(manifest, isForeign: false);
            return;
        }

        await JudgeAppAsync(artifact, cancellationToken).ConfigureAwait(false);
        await JudgeLayersAsync(artifact, cancellationToken).ConfigureAwait(false);
        var judge = new ReferrerJudge(_bindle, _target, _blobs, _findings, _options);
        var referrers = await judge.JudgeAsync(descriptor, artifact.App, cancellationToken).ConfigureAwait(false);

        // Where a bindle's copy goes along, it was no Spin that pushed.
        var isForeign = artifact.Form == ArtifactForm.ForeignSpin && judge.Own is null;
        new ManifestJudge(_findings).JudgeSpin(manifest, isForeign);
        _report = _report with
        {
            Referrer = judge.Own,
            Referrers = referrers,
            Counts = _report.Counts with { Parcels = judge.Parcels },
        };
    }

    private async Task JudgeAppAsync(SpinArtifact artifact, CancellationToken cancellationToken)
    {
        try
        {
            var files = artifact.App.Components.Sum(component => component.Files.Length);
            var expected = await ExpectedAppReader.ReadAsync(_bindle, files, cancellationToken).ConfigureAwait(false);
            new AppJudge(expected, new AppForm(artifact.Form, expected), _findings).Judge(artifact.App);
        }
        catch (Exception fault) when (fault is ArtifactFormatException or ParcelMismatchException)
        {
            _findings.Add(
                AuditFindings.BindleNotJudged,
                $"bindle {_bindle.Id}",
                $"Bindle {_bindle.Id} cannot be judged as an application: {fault.Message}");
        }

        _report = _report with
        {
            AppVersion = artifact.App.Version,
            Counts = _report.Counts with
            {
                Components = artifact.App.Components.Length,
                Triggers = artifact.App.Triggers.Length,
                Files = artifact.App.Components.Sum(component => component.Files.Length),
            },
        };
    }

    private async Task JudgeLayersAsync(SpinArtifact artifact, CancellationToken cancellationToken)
    {
        var judge = new LayerJudge(artifact, _findings);
        var inlinedToo = judge.Judge();
        _report = _report with
        {
            Form = artifact.Form == ArtifactForm.Spin1 && inlinedToo ? ArtifactForm.Spin1Layers : artifact.Form,
        };
        if (judge.HasArchives)
        {
            var bytes = _bindle.Invoice.Parcels.Sum(parcel => parcel.Label.Size);
            var archives = new ArchiveJudge(artifact, _blobs, _findings);
            await archives.JudgeAsync(bytes, cancellationToken).ConfigureAwait(false);
        }

        foreach (var layer in artifact.Layers)
        {
            await _blobs.CheckAsync(layer, cancellationToken).ConfigureAwait(false);
        }
    }
}
