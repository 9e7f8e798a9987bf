using Microsoft.Extensions.Logging;

namespace Migrator.Engine.Resilience;

/// <summary>How hard hosts are asked, and how long they are given when they are busy or broken.</summary>
public sealed record ResilienceOptions
{
    /// <summary>
    /// The most requests in flight to one host, 1 to 1024. A busy host gets fewer, and more again when it answers. A
    /// request is in flight until the head of its answer has come. Long bodies leave room for short requests, unless
    /// this is 1.
    /// </summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>The most requests a second to one host, in bursts of a second's worth; null for no limit.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>
    /// The most bytes a second of bodies in both directions, over all hosts together; null for no limit.
    /// </summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>
    /// How often a request is sent again after a failure, 0 to 100. Waits that a host asks for are not failures; they
    /// have a bound of their own: <see cref="RetryMaxWait"/> for each of these tries and the first.
    /// </summary>
    public int Retries { get; init; } = 5;

    /// <summary>
    /// The longest wait that is granted to a host, more than zero. A host that asks for more is left alone: the request
    /// fails with the host's own answer, which is a temporary fault.
    /// </summary>
    public TimeSpan RetryMaxWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Gives numbers from 0 to 1 that spread waits; null for numbers of chance. Called by several threads at once.
    /// </summary>
    public Func<double>? Jitter { get; init; }

    /// <summary>
    /// Hears of retries, waits and limits; null for nobody. Called by several threads at once; must not throw.
    /// </summary>
    public Action<ResilienceNotice>? Noticed { get; init; }

    /// <summary>Is told the same, for a log; nobody is when null.</summary>
    public ILogger? Logger { get; init; }
}
