namespace Migrator.Cloud.Deployment;

/// <summary>A step of a deploy.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Title">What it does, in words.</param>
/// <param name="Request">The request that it sends, with no value of a variable or key.</param>
public sealed record DeploymentStep(StepKind Kind, string Title, string Request)
{
    /// <summary>The variable or key.</summary>
    internal string Subject { get; init; } = "";

    /// <summary>The link.</summary>
    internal ResourceLink? Link { get; init; }
}
