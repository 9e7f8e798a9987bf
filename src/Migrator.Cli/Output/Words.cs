using Migrator.Bindle.Signing;
using Migrator.Conversion;
using Migrator.Engine.Audit;
using Migrator.Engine.Jobs;
using Migrator.Engine.Resilience;

namespace Migrator.Cli.Output;

/// <summary>The words that the JSON contract and the options use for our enumerations.</summary>
internal static class Words
{
    public static string Of(JobStatus status) => status switch
    {
        JobStatus.Done => "done",
        JobStatus.AlreadyThere => "already-there",
        JobStatus.Planned => "planned",
        JobStatus.Skipped => "skipped",
        JobStatus.SourceRefused => "source-refused",
        JobStatus.TargetRefused => "target-refused",
        JobStatus.Credentials => "credentials",
        JobStatus.Temporary => "temporary",
        JobStatus.Mismatch => "mismatch",
        JobStatus.GateRefused => "gate-refused",
        JobStatus.NotReady => "not-ready",
        JobStatus.RolledBack => "rolled-back",
        JobStatus.Unexpected => "unexpected",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No word for this status."),
    };

    public static string Of(ResilienceNotice notice) => notice.Kind switch
    {
        ResilienceNoticeKind.Retry =>
            $"{notice.Host}: {notice.Reason}; trying again in {Duration.Format(notice.Wait)}",
        ResilienceNoticeKind.Waiting =>
            $"waiting for {notice.Host}, {Duration.Format(notice.Wait)}: {notice.Reason}",
        ResilienceNoticeKind.Throttled =>
            $"{notice.Host}: {notice.Reason}; at most {notice.Limit} requests at a time now",
        ResilienceNoticeKind.GivenUp => $"{notice.Host}: {notice.Reason}; given up after try {notice.Attempts}",
        _ => throw new ArgumentOutOfRangeException(nameof(notice), notice.Kind, "No words for this notice."),
    };

    public static string Of(Profile profile) => profile switch
    {
        Profile.Universal => "universal",
        Profile.Spin2 => "spin2",
        Profile.Spin1 => "spin1",
        Profile.Bindle => "bindle",
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "No word for this profile."),
    };

    public static string Of(ArtifactForm form) => form switch
    {
        ArtifactForm.Universal => "universal",
        ArtifactForm.Spin2 => "spin2",
        ArtifactForm.Spin1 => "spin1",
        ArtifactForm.Spin1Layers => "spin1-layers",
        ArtifactForm.Bindle => "bindle",
        ArtifactForm.ForeignSpin => "foreign-spin",
        ArtifactForm.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "No word for this form."),
    };

    public static string Of(SignatureOutcome outcome) => outcome switch
    {
        SignatureOutcome.Accepted => "accepted",
        SignatureOutcome.AcceptedUnsigned => "accepted-unsigned",
        SignatureOutcome.Refused => "refused",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No word for this outcome."),
    };

    public static string Of(SignatureState state) => state switch
    {
        SignatureState.Valid => "valid",
        SignatureState.Invalid => "invalid",
        SignatureState.CorruptKey => "corrupt-key",
        SignatureState.CorruptSignature => "corrupt-signature",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No word for this state."),
    };

    public static string Of(JobStage stage) => stage switch
    {
        JobStage.Read => "read",
        JobStage.Verify => "verify",
        JobStage.Convert => "convert",
        JobStage.Push => "push",
        JobStage.Hash => "hash",
        JobStage.Audit => "audit",
        JobStage.Write => "write",
        JobStage.Deploy => "deploy",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "No word for this stage."),
    };
}
