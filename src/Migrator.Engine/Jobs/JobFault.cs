using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Cloud.Api;
using Migrator.Cloud.Login;
using Migrator.Engine.Deploying;
using Migrator.Engine.Pushing;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;

namespace Migrator.Engine.Jobs;

/// <summary>What an expected failure of a source or a target means for the job.</summary>
internal sealed record JobFault(JobStatus Status, Finding Finding)
{
    /// <summary>Explains a failure of a place; null for every other exception, which is a fault of ours.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="unfitTarget">What an OCI target that is not there or not fit means: it can be what is read.</param>
    public static JobFault? Explain(Exception exception, JobStatus unfitTarget = JobStatus.TargetRefused) =>
        exception switch
    {
        // A bindle that is read out of a registry fails as the registry does.
        BindleSourceException { InnerException: RegistryException registry } => Explain(
            registry, JobStatus.SourceRefused),
        BindleSourceException source => Source(source),
        ParcelMismatchException parcel => new(
            JobStatus.Mismatch, VerifyFindings.DigestDiffers.Of($"parcel {parcel.Sha256}", parcel.Message)),
        ParcelTooLargeException parcel => new(
            JobStatus.SourceRefused, JobFindings.SourceUnusable.Of("parcel", parcel.Message)),
        BindleWriteException { InnerException: BindleSourceException source } => Explain(source, unfitTarget),
        BindleWriteException { InnerException: ParcelMismatchException } folder => new(
            JobStatus.Mismatch, VerifyFindings.DigestDiffers.Of("folder", folder.Message, folder.Folder)),
        BindleWriteException folder when PassingFailure.Is(folder.InnerException) => new(
            JobStatus.Temporary, PushFindings.TargetUnavailable.Of("folder", folder.Message, folder.Folder)),
        BindleWriteException folder => new(
            JobStatus.TargetRefused, PushFindings.TargetRefused.Of("folder", folder.Message, folder.Folder)),
        BlobMismatchException mismatch => new(
            JobStatus.Mismatch, PushFindings.ReadBackDiffers.Of("target", mismatch.Message, mismatch.Target)),
        RegistryException { Failure: RegistryFailure.Credentials } registry => new(
            JobStatus.Credentials,
            PushFindings.CredentialsRefused.Of("registry", registry.Message, registry.Target)),
        RegistryException { Failure: RegistryFailure.Temporary } registry => new(
            JobStatus.Temporary, PushFindings.TargetUnavailable.Of("registry", registry.Message, registry.Target)),
        TargetException target when IsTemporary(target) => new(
            JobStatus.Temporary, PushFindings.TargetUnavailable.Of("target", target.Message, target.Target)),
        TargetException target => new(
            unfitTarget, PushFindings.TargetRefused.Of("target", target.Message, target.Target)),
        LoginException login => new(JobStatus.Credentials, DeployFindings.CloudDenied.Of("login", login.Message)),
        CloudException cloud => new(StatusOf(cloud), DeployFindings.Of(cloud)),
        _ => null,
    };

    /// <summary>
    /// Explains a failure where many bindles are worked on; null for what ends all of the work: that it is stopped, and
    /// what a host's own code throws by types of its own, which goes through to it.
    /// </summary>
    public static JobFault? OfOneBindle(Exception exception) =>
        Explain(exception) ?? (IsOurs(exception) ? Unexpected(exception) : null);

    /// <summary>Whether an exception is one that only a fault in a program throws: a type of the platform.</summary>
    public static bool IsOurs(Exception exception) => exception is not OperationCanceledException
        && exception.GetType().Namespace?.StartsWith(nameof(System), StringComparison.Ordinal) == true;

    /// <summary>
    /// A fault of ours, where many jobs run: it ends the one that meets it, and no other.
    /// </summary>
    public static JobFault Unexpected(Exception exception) => new(
        JobStatus.Unexpected,
        JobFindings.Unexpected.Of(
            "job",
            $"Unexpected failure ({exception.GetType().Name}): {MessageText.Line(exception.Message)} This is a fault "
            + "of bindle2oci: report it, with this bindle's invoice if you can. The other bindles go on."));

    private static JobStatus StatusOf(CloudException exception) => exception switch
    {
        { MayPass: true } => JobStatus.Temporary,
        { Failure: CloudFailure.Credentials } => JobStatus.Credentials,
        _ => JobStatus.TargetRefused,
    };

    private static bool IsTemporary(TargetException exception) => PassingFailure.Is(exception.InnerException);

    private static JobFault Source(BindleSourceException exception)
    {
        var (status, kind) = exception switch
        {
            { Failure: SourceFailure.Credentials } => (JobStatus.Credentials, JobFindings.SourceDenied),
            { Failure: SourceFailure.Temporary } => (JobStatus.Temporary, JobFindings.SourceUnavailable),
            { InnerException: BlobMismatchException } => (JobStatus.Mismatch, JobFindings.SourceUnusable),
            _ => (JobStatus.SourceRefused, JobFindings.SourceUnusable),
        };
        return new JobFault(status, kind.Of("source", exception.Message, exception.Place));
    }
}
