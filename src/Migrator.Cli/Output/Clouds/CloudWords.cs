using Migrator.Cloud.Api;
using Migrator.Cloud.Deployment;
using Migrator.Cloud.Deployment.Gate;
using Migrator.Cloud.Health;

namespace Migrator.Cli.Output.Clouds;

/// <summary>The words that the JSON contract uses for enumerations of clouds.</summary>
internal static class CloudWords
{
    public static string Of(CloudEra era) => era switch
    {
        CloudEra.ExplicitChannels => "explicit-channels",
        CloudEra.ImplicitActivation => "implicit-activation",
        _ => throw new ArgumentOutOfRangeException(nameof(era), era, "No word for this era."),
    };

    public static string Of(GateVerdict verdict) => verdict switch
    {
        GateVerdict.NotDeployed => "not-deployed",
        GateVerdict.Legacy => "legacy",
        GateVerdict.Oci => "oci",
        GateVerdict.OciWithStaleStorage => "oci-with-stale-storage",
        GateVerdict.HalfCreated => "half-created",
        GateVerdict.RolledBack => "rolled-back",
        GateVerdict.FailoverInProgress => "failover-in-progress",
        GateVerdict.NameSplit => "name-split",
        GateVerdict.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No word for this verdict."),
    };

    public static string Of(GateAction action) => action switch
    {
        GateAction.Create => "create",
        GateAction.Upgrade => "upgrade",
        GateAction.Repair => "repair",
        GateAction.Wait => "wait",
        GateAction.Stop => "stop",
        GateAction.Refuse => "refuse",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "No word for this action."),
    };

    public static string Of(RunningKind kind) => kind switch
    {
        RunningKind.Silent => "silent",
        RunningKind.Unmarked => "unmarked",
        RunningKind.Bindle => "bindle",
        RunningKind.Oci => "oci",
        RunningKind.Several => "several",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No word for what runs."),
    };

    public static string Of(StepKind kind) => kind switch
    {
        StepKind.Push => "push",
        StepKind.CreateApp => "create-app",
        StepKind.SetVariable => "set-variable",
        StepKind.LinkResource => "link-resource",
        StepKind.SetKeyValue => "set-key-value",
        StepKind.Register => "register",
        StepKind.Activate => "activate",
        StepKind.Watch => "watch",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No word for this step."),
    };

    public static string Of(HealthVerdict verdict) => verdict switch
    {
        HealthVerdict.Converged => "converged",
        HealthVerdict.TimedOutWithSomeNew => "timed-out-with-some-new",
        HealthVerdict.TimedOutWithNoneNew => "timed-out-with-none-new",
        HealthVerdict.TooManyErrors => "too-many-errors",
        HealthVerdict.Unhealthy => "unhealthy",
        HealthVerdict.SmokeFailed => "smoke-failed",
        HealthVerdict.Unconfirmed => "unconfirmed",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "No word for this verdict."),
    };
}
