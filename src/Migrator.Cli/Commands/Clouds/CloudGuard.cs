using Migrator.Bindle.Verification;
using Migrator.Cli.Output;
using Migrator.Cloud.Api;
using Migrator.Cloud.Login;
using Migrator.Engine.Deploying;

namespace Migrator.Cli.Commands.Clouds;

/// <summary>What clouds and logins throw, as a finding and an exit code.</summary>
internal static class CloudGuard
{
    public static async Task<int> RunAsync(Report report, string command, Func<Task<int>> run)
    {
        try
        {
            return await run().ConfigureAwait(false);
        }
        catch (LoginException failure)
        {
            return Tell(report, command, DeployFindings.CloudDenied.Of("login", failure.Message));
        }
        catch (CloudException failure)
        {
            return Tell(report, command, DeployFindings.Of(failure));
        }
    }

    private static int Tell(Report report, string command, Finding finding)
    {
        var (status, code) = finding.Kind switch
        {
            var kind when kind == DeployFindings.CloudDenied => ("credentials", ExitCode.Credentials),
            var kind when kind == DeployFindings.CloudUnavailable => ("temporary", ExitCode.Temporary),
            _ => ("target-refused", ExitCode.Target),
        };
        report.Findings([finding]);
        if (report.IsJson)
        {
            report.Json(json =>
            {
                JsonParts.Head(json, command, status, code);
                FindingJson.Write(json, [finding]);
            });
        }

        return code;
    }
}
