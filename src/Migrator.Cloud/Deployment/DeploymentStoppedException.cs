namespace Migrator.Cloud.Deployment;

/// <summary>A deploy was stopped by its caller; the message says where it stood, and what goes on.</summary>
public sealed class DeploymentStoppedException : OperationCanceledException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Where the deploy stood, and what to do; one line.</param>
    /// <param name="inner">What stopped it.</param>
    /// <param name="token">The token that asked for it.</param>
    public DeploymentStoppedException(string message, Exception inner, CancellationToken token)
        : base(message, inner, token)
    {
    }
}
