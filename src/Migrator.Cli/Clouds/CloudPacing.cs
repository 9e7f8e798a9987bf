using System.Collections.Immutable;
using Migrator.Cli.Output;
using Migrator.Cli.Output.Clouds;
using Migrator.Cloud.Deployment;
using Migrator.Cloud.Health;

namespace Migrator.Cli.Clouds;

/// <summary>How applications are watched, and who hears of it.</summary>
/// <param name="Health">How long and how closely.</param>
/// <param name="StepStarted">Hears which step begins; null for nobody.</param>
internal sealed record CloudPacing(HealthOptions Health, Action<DeploymentStep>? StepStarted)
{
    /// <summary>Hears how each second of a watch was answered; null for nobody.</summary>
    public Action<SecondShare>? SecondWatched { get; init; }

    /// <summary>Hears before each wait; null for nobody.</summary>
    public Action<DeploymentPause>? Paused { get; init; }

    /// <summary>The options that said how, to be typed again.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>Shows steps, seconds and waits as they happen.</summary>
    public static CloudPacing Shown(HealthOptions health, Report report) =>
        new(health, step => report.Step(step.Title))
        {
            SecondWatched = new FailoverTable(report).Add,
            Paused = pause => report.Step($"waiting {Duration.Format(pause.Time)}: {pause.Reason}"),
        };
}
