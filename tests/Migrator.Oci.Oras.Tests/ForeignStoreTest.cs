using Migrator.Oci.Targets;
using Migrator.Testing;

namespace Migrator.Oci.Oras.Tests;

/// <summary>A store of another shape than ours does, behind the adapter, what every target must do.</summary>
public sealed class ForeignStoreTest : TargetConformance
{
    protected override Task<ITarget> OpenAsync() =>
        Task.FromResult<ITarget>(new OrasTarget(new ForeignStore(), "foreign store", default));
}
