using System.CommandLine;
using Migrator.Cli.Clouds;
using Migrator.Cli.Output;
using Migrator.Cli.Output.Clouds;
using Migrator.Engine.Deploying;
using Migrator.Engine.Resilience;

namespace Migrator.Cli.Commands.Clouds;

/// <summary><c>bindle2oci migrate --deploy</c>: what is left to do when the command line is read.</summary>
internal sealed class MigrateToCloud(CliContext context, DeployFlags deploy, RegistryFlags registries)
{
    public Task<int> RunAsync(
        ParseResult parsed,
        DeployRequest request,
        ResilienceOptions resilience,
        Report report,
        CancellationToken cancellationToken) => CloudGuard.RunAsync(report, "deploy", async () =>
        {
            using var cloud = deploy.SessionFor(parsed, context, report);
            var host = deploy.RegistryOf(parsed, cloud.Login.Url);
            using var registry = registries.SessionForCloud(
                parsed, context, host, cloud, resilience, report);
            var place = new CloudPlace(cloud.Deployer, registry.Client, host);
            var outcome = await ProgressDisplay.RunAsync(
                context,
                report,
                observer => new DeploymentPipeline(place, context.Clock, observer).RunAsync(
                    deploy.Complete(parsed, request), cancellationToken)).ConfigureAwait(false);
            return DeploymentReport.Write(report, outcome, registry);
        });
}
