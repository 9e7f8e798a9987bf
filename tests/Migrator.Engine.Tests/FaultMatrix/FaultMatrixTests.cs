using Migrator.Bindle.Invoices;
using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Resilience;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing;
using Migrator.Testing.Registries;
using Xunit.Abstractions;

namespace Migrator.Engine.Tests.FaultMatrix;

/// <summary>
/// The fault matrix (spec/oci-peers.md 6c) over whole jobs: how each ends, and that nothing half-done is left. What the
/// client does request by request is tested beside it, in Migrator.Oci.Tests.
/// </summary>
public sealed class FaultMatrixTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. NamesOf(QuietRows())];

    public static TheoryData<string> BusyNames => [.. NamesOf(BusyRows.All)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Job_Fault_EndsAsTheMatrixSays(string name) => RunAsync(RowOf(name));

    /// <summary>The same behind the handlers of Engine/Resilience: they mend, and change nothing else.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public Task Job_FaultBehindRetries_EndsAsTheMatrixSays(string name) =>
        RunAsync(RowOf(name) with { Resilience = new ResilienceOptions() });

    [Theory]
    [MemberData(nameof(BusyNames))]
    public Task Job_BusyRegistry_EndsAsTheMatrixSays(string name) => RunAsync(RowOf(name));

    private static IEnumerable<string> NamesOf(IEnumerable<MatrixRow> rows) =>
        rows.Select(row => row.Name).Order(StringComparer.Ordinal);

    // Made anew for each test, for rows hold token servers and clocks.
    private static MatrixRow RowOf(string name) =>
        QuietRows().Concat(BusyRows.All).Single(row => row.Name == name);

    private static IEnumerable<MatrixRow> QuietRows() =>
        UploadRows.All.Concat(AccessRows.All).Concat(AnswerRows.All).Concat(SourceRows.All);

    private async Task RunAsync(MatrixRow row)
    {
        await using var job = await MatrixJob.StartAsync(row);
        row.Script(job);

        var outcome = await job.RunAsync();

        Assert.True(
            row.Status == outcome.Status,
            $"{outcome.Status} and not {row.Status}:\n{string.Join('\n', outcome.Findings)}\n{job.Requests}");
        job.AssertInvariants(outcome);
        row.Check(job, outcome);
        output.WriteLine(job.Figures);
    }

    [Fact]
    [FaultRow(45)]
    public async Task Job_StoppedInTheMiddle_LeavesNothingOpen()
    {
        await using var job = await MatrixJob.StartAsync(new MatrixRow(45, "Ctrl-C", JobStatus.Done));
        var gate = new FaultGate();
        job.Faults.When(MatrixJob.IsLongCommit, Fault.Hang(gate));
        var run = job.RunAsync();
        await gate.Entered;
        job.Stop();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(0, job.Host.OpenSessions);
        Assert.Empty(job.Content.Tags);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [FaultRow(48)]
    public async Task Job_BadCertificate_IsAFaultOfCredentialsAndNotTriedAgain(bool expired)
    {
        using var authority = new PrivateAuthority();
        await using var job = await MatrixJob.StartAsync(new MatrixRow(48, "TLS", JobStatus.Credentials)
        {
            Host = new RegistryHostOptions
            {
                Certificate = expired ? authority.IssueExpired() : authority.IssueForOtherName(),
            },
            Connection = new RegistryConnection { Authorities = [authority.Root] },
        });
        var outcome = await job.RunAsync();
        Assert.Equal(JobStatus.Credentials, outcome.Status);
        Assert.Empty(job.Requests.All);
    }

    [Fact]
    [FaultRow(48)]
    public async Task Job_UnknownAuthority_NamesTheOptionThatHelps()
    {
        using var authority = new PrivateAuthority();
        var row = new MatrixRow(48, "TLS", JobStatus.Credentials)
        {
            Host = new RegistryHostOptions { Certificate = authority.IssueServer() },
        };
        await using (var job = await MatrixJob.StartAsync(row))
        {
            var outcome = await job.RunAsync();
            Assert.Equal(JobStatus.Credentials, outcome.Status);
            Assert.Contains(
                outcome.Findings, finding => finding.Message.Contains("--ca-file", StringComparison.Ordinal));
        }

        row = row with { Connection = new RegistryConnection { Authorities = [authority.Root] } };
        await using var trusting = await MatrixJob.StartAsync(row);
        var done = await trusting.RunAsync();
        Assert.Equal(JobStatus.Done, done.Status);
        trusting.AssertInvariants(done);
        Assert.All(trusting.Requests.All, request => Assert.Equal("HTTP/1.1", request.Protocol));
    }

    [Fact]
    [FaultRow(16)]
    public async Task Job_RegistryThatDrips_IsGivenItsTime()
    {
        await using var job = await MatrixJob.StartAsync(new MatrixRow(16, "drip", JobStatus.Done)
        {
            Connection = new RegistryConnection { IdleTimeout = TimeSpan.FromSeconds(2) },
        });
        job.Faults.On(RequestKind.ManifestGet, Fault.Drip(TimeSpan.FromMilliseconds(4)));
        var outcome = await job.RunAsync();
        Assert.Equal(JobStatus.Done, outcome.Status);
        job.AssertInvariants(outcome);
    }

    [Fact]
    public async Task Job_RegistryThatStopsInMidAnswer_IsATemporaryFault()
    {
        await using var job = await MatrixJob.StartAsync(new MatrixRow(16, "stall", JobStatus.Temporary)
        {
            Host = new RegistryHostOptions { Tokens = new RegistryTokens() },
            Credentials = AccessRows.Login,
            Connection = new RegistryConnection { IdleTimeout = TimeSpan.FromMilliseconds(300) },
            Resilience = new ResilienceOptions(),
        });
        job.Faults.OnEvery(RequestKind.Token, Fault.Drip(TimeSpan.FromHours(1)));
        var outcome = await job.RunAsync();
        Assert.Equal(JobStatus.Temporary, outcome.Status);
        job.AssertInvariants(outcome);
    }

    [Fact]
    [FaultRow(17)]
    public async Task Job_CommitIsNeverAnswered_IsLookedFor()
    {
        await using var job = await MatrixJob.StartAsync(new MatrixRow(17, "hang", JobStatus.Done)
        {
            Connection = new RegistryConnection { IdleTimeout = TimeSpan.FromSeconds(1) },
        });
        job.Faults.When(MatrixJob.IsLongCommit, Fault.DoneThenHang(new FaultGate()));
        var outcome = await job.RunAsync();
        Assert.Equal(JobStatus.Done, outcome.Status);
        job.AssertInvariants(outcome);
        Assert.Single(job.Requests.All, request => request.ContentLength == MatrixJob.LongLength);
    }

    [Fact]
    public async Task Job_Unchanged_CostsOneHead()
    {
        await using var job = await MatrixJob.StartAsync(new MatrixRow(0, "again", JobStatus.AlreadyThere));
        await job.RunAsync();
        job.Requests.Clear();
        var outcome = await job.RunAsync();
        Assert.Equal(JobStatus.AlreadyThere, outcome.Status);
        Assert.Equal("ManifestHead 1", job.Requests.Summary());
    }

    [Fact]
    [FaultRow(39)]
    public async Task Job_AnotherBindleHasTheReference_IsRefusedBeforeAnyByte()
    {
        await using var job = await MatrixJob.StartAsync(new MatrixRow(39, "one reference", JobStatus.TargetRefused));
        var other = new MemoryBindle { Id = BindleId.Parse("Example.com/Shop/1.2.0+b1") }.With("a.txt", "other");
        var first = await job.RunAsync();
        job.Requests.Clear();

        var second = await job.RunAsync(other);

        Assert.Single(TargetNaming.FindCollisions([job.Source.Id, other.Id]));
        Assert.Equal((JobStatus.Done, JobStatus.TargetRefused), (first.Status, second.Status));
        Assert.Equal("ManifestHead 1", job.Requests.Summary());
        Assert.Equal(first.Manifest!.Digest.ToString(), job.Content.Tags[MatrixJob.Tag]);
    }
}
