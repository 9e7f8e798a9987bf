using Migrator.Engine.Jobs;
using Migrator.Oci.Auth;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.FaultMatrix;

/// <summary>Rows about tokens and rights.</summary>
internal static class AccessRows
{
    internal static IEnumerable<MatrixRow> All =>
    [
        .. new[] { RequestKind.UploadPost, RequestKind.UploadPut, RequestKind.ManifestPut }.Select(kind =>
            WithTokens(19, $"token ends before {kind}", JobStatus.Done) with
            {
                Script = job => job.Faults.On(kind, Fault.TokensRevoked(), nth: 2),
            }),
        WithTokens(19, "token ends again and again", JobStatus.Credentials) with
        {
            Script = job => job.Faults.OnEvery(RequestKind.UploadPut, Fault.TokensRevoked()),
        },
        WithTokens(20, "token server denies once", JobStatus.Done) with
        {
            Script = job => job.Faults.On(RequestKind.Token, Fault.Status(403, "DENIED", "denied")),
        },
        WithTokens(20, "token server takes no POST", JobStatus.Done, new RegistryTokens { AllowsPost = false }),
        WithTokens(20, "token server is down", JobStatus.Temporary) with
        {
            Script = job => job.Faults.OnEvery(RequestKind.Token, Fault.Status(503)),
        },
        Denied(DeniedForm.Challenge, JobStatus.Credentials),
        Denied(DeniedForm.Forbidden, JobStatus.Credentials),
        Denied(DeniedForm.NotFound, JobStatus.TargetRefused),
        WithTokens(21, "wrong password", JobStatus.Credentials) with
        {
            Credentials = host => new StaticCredentials(host, RegistryCredential.Of("mover", "guess")),
        },
        new MatrixRow(22, "the repository is not there", JobStatus.TargetRefused)
        {
            Check = (job, outcome) =>
            {
                Assert.Contains(
                    outcome.Findings,
                    finding => finding.Message.Contains("NAME_UNKNOWN", StringComparison.Ordinal));
                Assert.InRange(job.Requests.CountOf(RequestKind.UploadPost), 0, 8);
            },
        }.At(RegistryPersonalities.Ecr),
        new MatrixRow(25, "an upload is redirected to storage", JobStatus.Done)
        {
            Script = job => job.Faults.When(MatrixJob.IsLongCommit, Fault.RedirectToStorage()),
            Check = (job, _) => Assert.All(
                job.Requests.All.Where(request => request.Host == job.Host.StorageHost),
                request => Assert.False(request.HasAuthorization)),
        } with
        {
            Host = new RegistryHostOptions { Password = true },
            Credentials = Login,
        },
        new(25, "a redirect leads in circles", JobStatus.TargetRefused)
        {
            Script = job => job.Faults.OnEvery(RequestKind.ManifestHead, Fault.RedirectLoop()),
            Check = (job, _) => Assert.InRange(job.Requests.CountOf(RequestKind.ManifestHead), 2, 20),
        },
        ClockJump("the clock is set an hour ahead", 1, clock => clock.Set(TimeSpan.FromHours(1))),
        ClockJump("the clock is set an hour back", 1, clock => clock.Set(TimeSpan.FromHours(-1))),
        ClockJump("the machine sleeps for an hour", 2, clock => clock.Sleep(TimeSpan.FromHours(1))),
        WithTokens(51, "token server takes short queries", JobStatus.Done, new RegistryTokens { MaxQueryLength = 200 }),
    ];

    internal static ICredentialProvider Login(string host) => new StaticCredentials(
        host,
        RegistryCredential.Of(RegistryProcessOptions.UserName, RegistryProcessOptions.UserPassword));

    private static MatrixRow WithTokens(
        int number,
        string fault,
        JobStatus status,
        RegistryTokens? tokens = null) => new(number, fault, status)
        {
            Host = new RegistryHostOptions { Tokens = tokens ?? new RegistryTokens() },
            Credentials = Login,
        };

    private static MatrixRow ClockJump(string fault, int tokens, Action<JumpingClock> jump)
    {
        var clock = new JumpingClock();
        return WithTokens(46, fault, JobStatus.Done) with
        {
            Time = clock,
            Script = job => job.Faults.On(RequestKind.UploadPut, new Fault("clock jumps", call =>
            {
                jump(clock);
                return call.ServeAsync();
            })),
            Check = (job, _) => Assert.Equal(tokens, job.Host.Tokens!.Issued),
        };
    }

    private static MatrixRow Denied(DeniedForm form, JobStatus status) => WithTokens(
        21,
        $"push is not allowed, told by {form}",
        status,
        new RegistryTokens { Denied = new Dictionary<string, string> { ["team/"] = "push" } })
        .At(RegistryPersonalities.Distribution3 with { Denied = form }) with
        {
            Check = (_, outcome) => Assert.Contains(
                outcome.Findings,
                finding => finding.Message.Contains("repository:team/shop:pull,push", StringComparison.Ordinal)),
        };
}
