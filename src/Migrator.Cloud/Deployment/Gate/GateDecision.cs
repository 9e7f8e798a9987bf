namespace Migrator.Cloud.Deployment.Gate;

/// <summary>What the gate has decided.</summary>
/// <param name="Verdict">What it takes the application for.</param>
/// <param name="Action">What it lets happen.</param>
/// <param name="Reason">Why, and what to do next; one line.</param>
public sealed record GateDecision(GateVerdict Verdict, GateAction Action, string Reason)
{
    /// <summary>Whether anything may be written.</summary>
    public bool IsOpen => Action is GateAction.Create or GateAction.Upgrade or GateAction.Repair;
}
