using Migrator.Engine.Batch;

namespace Migrator.Engine.Hosting;

/// <summary>How migrations run in a host.</summary>
public sealed class BindleMigrationOptions
{
    /// <summary>
    /// Makes the places that batches reach, from the host's services: its registries with their credentials, and its
    /// Bindle servers. Default: this machine's disk alone, from the folder of the process.
    /// </summary>
    public Func<IServiceProvider, BatchPlaces> Places { get; set; } = _ => BatchPlaces.Of(".", registries: null);

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;
}
