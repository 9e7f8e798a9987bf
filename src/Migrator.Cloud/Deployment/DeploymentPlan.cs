using System.Collections.Immutable;
using Migrator.Cloud.Api;
using Migrator.Cloud.Deployment.Gate;

namespace Migrator.Cloud.Deployment;

/// <summary>What a deploy would do; nothing is written to make it.</summary>
public sealed record DeploymentPlan
{
    /// <summary>What is to be deployed.</summary>
    public required DeploymentRequest Request { get; init; }

    /// <summary>The application's name.</summary>
    public required string AppName { get; init; }

    /// <summary>What is pushed, and where.</summary>
    public required CloudImage Image { get; init; }

    /// <summary>What the gate says.</summary>
    public required GateDecision Decision { get; init; }

    /// <summary>How the cloud activates.</summary>
    public required CloudEra Era { get; init; }

    /// <summary>Whether there will be a way back.</summary>
    public required RollbackChoice Rollback { get; init; }

    /// <summary>The command that goes back, as a shell takes it; null when there is no way back.</summary>
    public string? RollbackCommand { get; init; }

    /// <summary>
    /// What the deploy sets that stays when it goes back, as a sentence; null for nothing, or when there is no way
    /// back.
    /// </summary>
    public string? StaysAfterRollback { get; init; }

    /// <summary>What the deploy would run into.</summary>
    public ImmutableArray<PreflightFault> Faults { get; init; } = [];

    /// <summary>The steps, in order; none when the plan is blocked.</summary>
    public ImmutableArray<DeploymentStep> Steps { get; init; } = [];

    /// <summary>What cannot be known before.</summary>
    public ImmutableArray<string> Unknowns { get; init; } = [];

    /// <summary>Whether the very artifact is deployed already, so that it would only be watched.</summary>
    public bool IsNothingToDo => Steps is [{ Kind: StepKind.Watch }];

    /// <summary>Whether it can be run.</summary>
    public bool IsRunnable => Decision.IsOpen && !Faults.Any(fault => fault.IsBlocking);
}
