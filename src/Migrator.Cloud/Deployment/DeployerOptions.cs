using Migrator.Cloud.Health;

namespace Migrator.Cloud.Deployment;

/// <summary>How deploys are carried out. Nothing here comes from the environment; the caller decides.</summary>
public sealed record DeployerOptions
{
    /// <summary>
    /// Sends the probes: <see cref="Api.CloudHandlers.CreateForProbes"/>. Not the handler of the API, as that keeps
    /// its connections. The caller disposes it.
    /// </summary>
    public required HttpMessageHandler ProbeHandler { get; init; }

    /// <summary>Times everything. Default: the system's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long and how closely applications are watched.</summary>
    public HealthOptions Health { get; init; } = new();

    /// <summary>How often a step is tried, when what stopped it may pass. Default: 4.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>How long to wait before the second try; each further wait is twice as long. Default: 1 s.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long to wait before looking again at an application in the midst of a failover. Default: 10 s.
    /// </summary>
    public TimeSpan FailoverWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often to look again before a deploy begins. Default: 6.</summary>
    public int FailoverLooks { get; init; } = 6;

    /// <summary>
    /// Options by which a command line reaches this cloud, as a shell reads them; they are part of every command that
    /// is advised. Default: none.
    /// </summary>
    public string CommandOptions { get; init; } = "";

    /// <summary>Hears which step begins; must return at once and not throw.</summary>
    public Action<DeploymentStep>? StepStarted { get; init; }

    /// <summary>
    /// Hears before each wait for a cloud in trouble or a failover that is going on; must return at once and not
    /// throw.
    /// </summary>
    public Action<DeploymentPause>? Paused { get; init; }

    /// <summary>
    /// Hears how each second of a watch was answered, once it is over; must return at once and not throw. A watch
    /// begins anew at second 0.
    /// </summary>
    public Action<SecondShare>? SecondWatched { get; init; }
}
