namespace Migrator.Cloud.Api;

/// <summary>How a cloud makes a revision live; its API says it nowhere, its answers show it.</summary>
public enum CloudEra
{
    /// <summary>2023: a channel is told which revision it has. Its hosts run Spin 1.</summary>
    ExplicitChannels,

    /// <summary>Since January 2024: a revision is live when it is registered. Its hosts run Spin 2.</summary>
    ImplicitActivation,
}
