using Migrator.StandIn;
using Migrator.StandIn.Http;

namespace Migrator.Cli.Tests.Clouds;

/// <summary>
/// Every operation of a deploy is answered wrongly, in every way: the command ends with an exit code of its own and one
/// line that says why, and once the answers are right again the same command ends in the state of a calm day.
/// </summary>
public sealed class WrongAnswerTests
{
    private static readonly int[] Documented =
        [ExitCode.Done, ExitCode.Target, ExitCode.Credentials, ExitCode.Temporary, ExitCode.NotReady];

    private static readonly Dictionary<string, StandInFault> Faults = new()
    {
        ["a web page"] = StandInFault.Html(200),
        ["another document"] = StandInFault.Body(200, """{"items":{},"id":7}"""),
        ["null"] = StandInFault.Body(200, "null"),
        ["half an answer"] = StandInFault.Truncated(3),
        ["nobody"] = StandInFault.Drop(),
        ["conflict"] = StandInFault.Status(409),
        ["forbidden"] = StandInFault.Status(403),
        ["not found"] = StandInFault.Status(404),
        ["done, and says it failed"] = StandInFault.DoneButSays(500),
        ["done, and the answer is lost"] = StandInFault.DoneButDrop(),
    };

    public static TheoryData<CloudEra, string> Rows()
    {
        var rows = new TheoryData<CloudEra, string>();
        foreach (var fault in Faults.Keys)
        {
            rows.Add(CloudEra.C37, fault);
            rows.Add(CloudEra.Head, fault);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Deploy_AnyOperationAnsweredWrongly_EndsWellAndGoesOn(CloudEra era, string fault)
    {
        var operations = await OperationsAsync(era);
        Assert.True(operations.Count >= 8, string.Join('\n', operations));
        foreach (var operation in operations)
        {
            await using var cloud = await CloudCli.StartAsync(era);
            cloud.StandIn.Faults.On(operation, Faults[fault], count: int.MaxValue);

            var troubled = await cloud.DeployAsync(CloudCli.Petstore);
            cloud.StandIn.Faults.Clear();
            var again = await cloud.DeployAsync(CloudCli.Petstore);

            Assert.True(Documented.Contains(troubled.ExitCode), $"{operation}: {troubled.ExitCode} {troubled.Error}");
            Assert.True(
                troubled.ExitCode == ExitCode.Done || troubled.Error.Contains("error BM", StringComparison.Ordinal),
                $"{operation}: {troubled.Error}");
            Assert.True(again.ExitCode == ExitCode.Done, $"{operation}: {again.Error}");
            Assert.Single(cloud.StandIn.State.Apps);
            Assert.Single(cloud.StandIn.State.Revisions);
            Assert.Single(cloud.StandIn.State.Channels);
        }
    }

    private static async Task<List<string>> OperationsAsync(CloudEra era)
    {
        await using var cloud = await CloudCli.StartAsync(era);
        await cloud.DeployAsync(CloudCli.Petstore);
        return [.. cloud.StandIn.Requests.Of(Area.Api).Select(request => request.Operation).Distinct()];
    }
}
