using Migrator.Cloud.Api;

namespace Migrator.Cloud.Deployment;

/// <summary>Tries again what may pass. What it is given must look first, so that nothing is done twice.</summary>
internal sealed class Attempts(DeployerOptions options)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <summary>Runs code until it is done or will not be.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> code, CancellationToken cancellationToken)
    {
        var wait = options.FirstWait;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await code().ConfigureAwait(false);
            }
            catch (CloudException fault) when (fault.MayPass && attempt < options.Attempts)
            {
                var asked = fault.RetryAfter is { } after && after > wait ? after : wait;
                var pause = new DeploymentPause(asked < LongestWait ? asked : LongestWait, fault.Message);
                options.Paused?.Invoke(pause);
                await Task.Delay(pause.Time, options.Time, cancellationToken).ConfigureAwait(false);
                wait += wait;
            }
        }
    }
}
