using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Memory;
using Migrator.Testing;

namespace Migrator.Oci.Tests.Targets;

public sealed class MemoryTargetTest : TargetConformance
{
    protected override Task<ITarget> OpenAsync() => Task.FromResult<ITarget>(new MemoryTarget());
}
