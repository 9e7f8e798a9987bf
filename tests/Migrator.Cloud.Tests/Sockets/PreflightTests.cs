using Migrator.Cloud.Deployment;
using Migrator.StandIn;

namespace Migrator.Cloud.Tests.Sockets;

/// <summary>Whatever stands against a deploy is found before anything is written: the stand-in counts.</summary>
public sealed class PreflightTests
{
    private static readonly Dictionary<string, Func<DeploymentRequest, DeploymentRequest>> Faults = new()
    {
        ["a variable that is not set"] = request => request with { RequiredVariables = ["password"] },
        ["a name that OCI does not allow"] = request => request with { Name = "h\u00e9llo" },
        ["a name of nothing"] = request => request with { Name = "._-" },
        ["a name that is too long"] = request => request with { Name = new string('a', 129) },
        ["no route"] = request => request with { Routes = [] },
        ["a reserved route"] = request => request with { Routes = [new("a", "/.well-known/spin/health")] },
        ["a route twice"] = request => request with { Routes = [new("a", "/x"), new("b", "/x")] },
        ["another trigger"] = request => request with { Triggers = ["http", "redis"] },
        ["service chaining"] = request => request with { OutboundHosts = ["http://b.spin.internal"] },
        ["a package that is too large"] = request => request with { BlobSizes = [60_000_000, 60_000_000] },
        ["an account that is full"] = request => request with { MaxApps = 0, Name = "another" },
        ["a store that is not linked"] = request => request with { KeyValueLabels = ["cache"] },
        ["a database that is not linked"] = request => request with { SqlLabels = ["data"] },
        ["pairs that no component reads"] = request => request with { KeyValues = request.KeyValues.Add("a", "b") },
        ["a key that is too long"] = request => request with
        {
            KeyValueLabels = ["default"],
            Links = [new(ResourceKind.KeyValue, "default", "store")],
            KeyValues = request.KeyValues.Add(new string('k', 256), "b"),
        },
        ["a value that is too long"] = request => request with
        {
            KeyValueLabels = ["default"],
            Links = [new(ResourceKind.KeyValue, "default", "store")],
            KeyValues = request.KeyValues.Add("k", new string('v', 1_000_001)),
        },
        ["no way back"] = request => request with { IsRollbackRequired = true, Name = "another" },
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
    public async Task Deploy_ThatWouldFail_WritesNothing(CloudEra era, string fault)
    {
        await using var cloud = await CloudFixture.StartAsync(era);
        cloud.StandIn.Seeds.OciApp("hello");

        var outcome = await cloud.DeployAsync("one", Faults[fault]);

        Assert.Equal(DeploymentStatus.NotPossible, outcome.Status);
        Assert.Single(outcome.Plan.Faults, found => found.IsBlocking);
        Assert.Empty(outcome.Plan.Steps);
        Assert.Empty(cloud.StandIn.Requests.Writes);
        Assert.Empty(cloud.Pushed);
        Assert.Equal("", cloud.StandIn.Conformance.ToString());
    }
}
