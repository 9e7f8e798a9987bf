using Migrator.Bindle.Verification;
using Migrator.Engine.Pipeline;

namespace Migrator.Engine.Batch.Running;

/// <summary>What all apps of a run share; a deployment when they are deployed.</summary>
internal sealed record RunTools(
    TimeProvider Clock,
    RunCounters Counters,
    MigrationPipeline Pipeline,
    AppDeployment? Deployment,
    SourceShelf Sources,
    VerificationPolicy Policy)
{
    public DateTimeOffset Now => Clock.GetUtcNow();
}
