using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Engine.Jobs;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;

namespace Migrator.Engine.Tests.Jobs;

public sealed class JobFaultTests
{
    public static TheoryData<Exception, JobStatus> Faults => new()
    {
        { new BindleSourceException("p", "m"), JobStatus.SourceRefused },
        { new BindleSourceException("p", "m") { Failure = SourceFailure.Temporary }, JobStatus.Temporary },
        {
            new BindleSourceException("p", "m", new BlobMismatchException("t", Descriptor.Of("x", [1]), null, 2)),
            JobStatus.Mismatch
        },
        {
            new BindleWriteException("f", "m", new ParcelMismatchException(new string('a', 64), "n")),
            JobStatus.Mismatch
        },
        { new ParcelMismatchException(new string('a', 64), "m"), JobStatus.Mismatch },
        { new ParcelTooLargeException("p", 2, 1), JobStatus.SourceRefused },
        { new TargetException("t", "m"), JobStatus.TargetRefused },
        { new TargetException("t", "m", new IOException("full")), JobStatus.Temporary },
        { new TargetException("t", "m", new IOException("no space", 28)), JobStatus.Temporary },
        { new TargetException("t", "m", new IOException("read-only", 30)), JobStatus.TargetRefused },
        { new TargetException("t", "m", new IOException("a file, not a folder", 20)), JobStatus.TargetRefused },
        { new TargetException("t", "m", new TimeoutException()), JobStatus.Temporary },
        { new TargetException("t", "m", new FileNotFoundException()), JobStatus.TargetRefused },
        { new TargetException("t", "m", new UnauthorizedAccessException()), JobStatus.TargetRefused },
        { new RegistryException("t", RegistryFailure.Temporary, "m"), JobStatus.Temporary },
        { new RegistryException("t", RegistryFailure.Credentials, "m"), JobStatus.Credentials },
        { new RegistryException("t", RegistryFailure.Refused, "m"), JobStatus.TargetRefused },
        { new BlobMismatchException("t", Descriptor.Of("x", [1]), null, 2), JobStatus.Mismatch },
        { new BindleWriteException("f", "m"), JobStatus.TargetRefused },
        { new BindleWriteException("f", "m", new IOException("full")), JobStatus.Temporary },
        { new BindleWriteException("f", "m", new BindleSourceException("p", "m")), JobStatus.SourceRefused },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Explain_AnExpectedFailure_HasAStatusAndAnError(Exception exception, JobStatus status)
    {
        var fault = JobFault.Explain(exception);

        Assert.Equal(status, fault!.Status);
        Assert.True(fault.Finding.IsError);
        Assert.Equal(exception is BindleWriteException { InnerException: BindleSourceException inner }
            ? inner.Message
            : exception.Message, fault.Finding.Message);
    }

    [Fact]
    public void Explain_AFaultOfOurs_IsNone() => Assert.Null(JobFault.Explain(new InvalidOperationException("m")));

    [Fact]
    public void Explain_ATargetThatIsRead_IsWhatTheJobSays() => Assert.Equal(
        JobStatus.SourceRefused, JobFault.Explain(new TargetException("t", "m"), JobStatus.SourceRefused)!.Status);
}
