using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Migrator.Engine.Batch;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Jobs;
using Migrator.Engine.Journal;
using Migrator.Engine.Pipeline;

namespace Migrator.Engine.Hosting;

/// <summary>Adds migrations to a host.</summary>
public static class BindleMigrationServices
{
    /// <summary>
    /// Adds <see cref="MigrationPipeline"/>, <see cref="BatchPlanner"/>, <see cref="BatchPlaces"/> and a
    /// <see cref="BatchRunFactory"/>, all singletons. What the host has registered itself is left as it is.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the options; null for the defaults.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddBindleMigration(
        this IServiceCollection services, Action<BindleMigrationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new BindleMigrationOptions();
        configure?.Invoke(options);
        services.TryAddSingleton(options.Clock);
        services.TryAddSingleton<IMigrationObserver>(NoObserver.Instance);
        services.TryAddSingleton(provider => options.Places(provider));
        services.TryAddSingleton(provider => new MigrationPipeline(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IMigrationObserver>()));
        services.TryAddSingleton(provider => new BatchPlanner(
            provider.GetRequiredService<BatchPlaces>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<BatchRunFactory>(provider => journal => new BatchRun(
            journal, provider.GetRequiredService<BatchPlaces>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
