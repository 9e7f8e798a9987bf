using Migrator.Cloud.Deployment;
using Migrator.Cloud.Health;

namespace Migrator.Cli.Clouds;

/// <summary>How applications are watched, and who hears of it.</summary>
/// <param name="Health">How long and how closely.</param>
/// <param name="StepStarted">Hears which step begins; null for nobody.</param>
internal sealed record CloudPacing(HealthOptions Health, Action<DeploymentStep>? StepStarted);
