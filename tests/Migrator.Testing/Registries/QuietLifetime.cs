using Microsoft.Extensions.Hosting;

namespace Migrator.Testing.Registries;

/// <summary>Tests stop a server; it must not listen to Ctrl-C.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
