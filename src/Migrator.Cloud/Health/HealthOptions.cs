namespace Migrator.Cloud.Health;

/// <summary>How long and how closely an application is watched (spec/cloud-deploy.md 4.4).</summary>
public sealed record HealthOptions
{
    /// <summary>
    /// How long between two samples. While others than the new version may well answer, they come closer: see
    /// <see cref="EarlyInterval"/>, and in a row that is longer than K <see cref="MaxInFlight"/> times as close.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long between two samples in the beginning. When the new version first answers, and the old one last, is
    /// only seen by who asks at that moment: with three new or old answers in ten, 40 a second see each but 1 in
    /// 100,000 overlaps to within a second, and 2 a second miss 2.7 s of it in the mean.
    /// </summary>
    public TimeSpan EarlyInterval { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>How long the beginning is: the failover of the cloud's FAQ is over in 16 s.</summary>
    public TimeSpan EarlySpan { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long one sample may take.</summary>
    public TimeSpan SampleTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many samples are on their way at most.</summary>
    public int MaxInFlight { get; init; } = 4;

    /// <summary>How many samples are taken before anything is activated.</summary>
    public int BaselineSamples { get; init; } = 5;

    /// <summary>
    /// How many samples in a row must be new, K. When a share p of the traffic is still old, the chance to miss it is
    /// (1-p)^K: 4 % for a tenth.
    /// </summary>
    public int SamplesInARow { get; init; } = 30;

    /// <summary>
    /// How many in a row are asked for at most after old answers have come in between; see
    /// <see cref="TimesTheBrokenRow"/>.
    /// </summary>
    public int MaxSamplesInARow { get; init; } = 480;

    /// <summary>
    /// How many times as long as the longest row that an old answer has ended a row must be. Each end begins another
    /// try, and many tries at K samples are wrong far more often than one. Rows of L go with a share of 1/(L+1) old
    /// answers, and with that share ten times so many in a row are all new once in 22,000 times (e^-10).
    /// </summary>
    public int TimesTheBrokenRow { get; init; } = 10;

    /// <summary>How long they must span, W.</summary>
    public TimeSpan Span { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>When the watch ends, ready or not.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>Beyond which share of errors, over <see cref="ErrorSpan"/>, the watch ends early.</summary>
    public double MaxErrorShare { get; init; } = 0.5;

    /// <summary>Over how long a share of errors is told, each second counting the same.</summary>
    public TimeSpan ErrorSpan { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long between two reads of what the cloud itself says.</summary>
    public TimeSpan ControlPlaneInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many reads in a row must agree.</summary>
    public int ControlPlaneReads { get; init; } = 3;

    /// <summary>After how many reads its disagreement becomes a warning.</summary>
    public int MaxControlPlaneReads { get; init; } = 10;

    /// <summary>After which time it does so, however few reads a slow cloud has answered.</summary>
    public TimeSpan ControlPlanePatience { get; init; } = TimeSpan.FromSeconds(30);
}
