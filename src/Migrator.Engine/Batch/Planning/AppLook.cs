using System.Collections.Immutable;
using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Pushing;
using Migrator.Oci.References;

namespace Migrator.Engine.Batch.Planning;

/// <summary>Looks at a bindle and at the tag it would get: reads what a conversion reads, and writes nothing.</summary>
internal sealed class AppLook(
    BatchFile file,
    BatchPlaces places,
    SourceShelf shelf,
    VerificationPolicy policy,
    LookClock clock,
    CloudLook? cloud)
{
    /// <summary>Looks.</summary>
    /// <returns>What it shows, or why the bindle is not meant after all.</returns>
    public async Task<(PlanEntry? Entry, LeftOut? Left)> LookAsync(PlannedApp app, CancellationToken cancellationToken)
    {
        var entry = new PlanEntry(PlanClass.Invalid);
        try
        {
            var source = await shelf.OpenAsync(app.Source, app.Place, cancellationToken).ConfigureAwait(false);
            await using (source.ConfigureAwait(false))
            {
                var package = await source.OpenAsync(app.Id, cancellationToken).ConfigureAwait(false);
                entry = Describe(ReadBindle.Of(package));
                var outcome = await BindleVerifier.VerifyAsync(package, policy, cancellationToken)
                    .ConfigureAwait(false);
                entry = entry with { Findings = outcome.Findings, Signatures = SignatureLine.Of(outcome.Signatures) };
                return file.Selection.Judge(outcome) is { } left ? (null, left)
                    : outcome.Bindle is null ? (entry with { Class = PlanClasses.Of(outcome.Findings) }, null)
                    : cloud is not null
                        ? (await cloud.LookAsync(outcome.Bindle.Id, source, entry, cancellationToken)
                            .ConfigureAwait(false), null)
                    : (await LookAsync(app, outcome.Bindle, entry, cancellationToken).ConfigureAwait(false), null);
            }
        }
        catch (Exception failure) when (JobFault.OfOneBindle(failure) is { } fault)
        {
            return (Failed(entry, fault), null);
        }
    }

    private async Task<PlanEntry> LookAsync(
        PlannedApp app, VerifiedBindle bindle, PlanEntry entry, CancellationToken cancellationToken)
    {
        var outcome = await Converter.ConvertAsync(bindle, file.Conversion, cancellationToken).ConfigureAwait(false);
        entry = entry with { Findings = entry.Findings.AddRange(outcome.Findings) };
        return outcome.Artifact is { } artifact
            ? await LookAtTagAsync(app, artifact, entry, cancellationToken).ConfigureAwait(false)
            : entry with { Class = PlanClasses.Of(outcome.Findings) };
    }

    private async Task<PlanEntry> LookAtTagAsync(
        PlannedApp app, Artifact artifact, PlanEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            var target = await places.OpenTarget(TargetReference.Parse(app.Repository!), cancellationToken)
                .ConfigureAwait(false);
            await using (target.ConfigureAwait(false))
            {
                artifact = target.Traits.IsPushOnly ? artifact.WithoutReferrer() : artifact;
                entry = Describe(artifact, entry);
                PushStage.RequireFit(target, artifact);
                var look = await clock.TimeAsync(
                    () => TagLook.AtAsync(target, artifact, app.Tag!, cancellationToken)).ConfigureAwait(false);
                look = await look.WithReferrerAsync(target, artifact, cancellationToken).ConfigureAwait(false);
                return Judge(app, artifact, look, entry);
            }
        }
        catch (Exception failure) when (JobFault.OfOneBindle(failure) is { } fault)
        {
            return Failed(entry, fault);
        }
    }

    private static PlanEntry Judge(PlannedApp app, Artifact artifact, TagLook look, PlanEntry entry) =>
        look.IsComplete ? entry with { Class = PlanClass.AlreadyThere }
        : look.IsTakenFrom(artifact) ? entry with
        {
            Class = PlanClass.Conflict,
            Findings = entry.Findings.Add(BatchFindings.Conflict.Of(
                $"tag {app.Tag}",
                $"{app.Reference} points to {look.Found}; this bindle makes {artifact.Descriptor.Digest}. The batch "
                + "file's conflict says what becomes of it.",
                app.Repository)),
        }
        : look.Found is null ? entry with { Class = PlanClass.Migrate }
        : entry with
        {
            Class = PlanClass.Migrate,
            Findings = entry.Findings.Add(BatchFindings.ReferrerToAdd.Of(
                $"tag {app.Tag}",
                $"{app.Reference} points to this artifact, and the whole bindle {artifact.Referrer?.Descriptor.Digest} "
                + "is not listed with it: it was pushed without, or was removed since. A run adds it.",
                app.Repository)),
        };

    private static PlanEntry Failed(PlanEntry entry, JobFault fault) =>
        entry with { Class = PlanClasses.Of(fault.Status), Findings = entry.Findings.Add(fault.Finding) };

    private static PlanEntry Describe(Artifact artifact, PlanEntry entry) => entry with
    {
        Manifest = artifact.Descriptor.Digest,
        Referrer = artifact.Referrer?.Descriptor.Digest,
        Blobs = [.. PushStage.BlobsOf(artifact).Select(blob => blob.Descriptor)],
    };

    private static PlanEntry Describe(ReadBindle read) => new(PlanClass.Invalid)
    {
        Invoice = read.Invoice,
        Parcels = read.Parcels,
        ParcelBytes = read.ParcelBytes,
    };
}
