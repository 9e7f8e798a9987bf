using Migrator.Engine.Pushing;
using Migrator.Oci.Targets;

namespace Migrator.Engine.Pipeline;

/// <summary>A caller's target within a job: all calls go through, but the job does not close it.</summary>
internal sealed class KeptOpenTarget(ITarget inner) : ForwardingTarget(inner)
{
    protected override ValueTask CloseAsync() => ValueTask.CompletedTask;
}
