namespace Migrator.Cloud.Deployment;

/// <summary>A time in which nothing happens but waiting.</summary>
/// <param name="Time">How long it is.</param>
/// <param name="Reason">What is waited for; one line, without a secret.</param>
public sealed record DeploymentPause(TimeSpan Time, string Reason);
