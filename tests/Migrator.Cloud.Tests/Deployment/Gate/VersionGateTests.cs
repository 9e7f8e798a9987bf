using Migrator.Cloud.Api.Model;
using Migrator.Cloud.Deployment.Gate;
using Migrator.Cloud.Health;

namespace Migrator.Cloud.Tests.Deployment.Gate;

/// <summary>Every row of the decision table (spec/cloud-deploy.md 3.3), and what lies between the rows.</summary>
public sealed class VersionGateTests
{
    private const string Digest = "sha256:0a86";
    private const string Bundle = "1.0.0+r1a2b3c4d";
    private const string Tag = "1.0.0-r80e5abb";

    [Theory]

    // No scheme, a bindle's revision.
    [InlineData("hello", Bundle, RunningKind.Bindle, Bundle, GateVerdict.Legacy, GateAction.Upgrade)]
    [InlineData("hello", Bundle, RunningKind.Silent, null, GateVerdict.Legacy, GateAction.Upgrade)]
    [InlineData("hello", Bundle, RunningKind.Unmarked, null, GateVerdict.Legacy, GateAction.Upgrade)]
    [InlineData("hello", "1.0.0", RunningKind.Bindle, "1.0.0", GateVerdict.Legacy, GateAction.Upgrade)]
    [InlineData("hello", "1.0.0", RunningKind.Silent, null, GateVerdict.Legacy, GateAction.Upgrade)]
    [InlineData("hello", "1.2.0-rc2024", RunningKind.Silent, null, GateVerdict.Legacy, GateAction.Upgrade)]
    [InlineData("hello", "1.2.0-rc2024", RunningKind.Unmarked, null, GateVerdict.Legacy, GateAction.Upgrade)]

    // No scheme, and yet OCI: the cloud kept the old storage id.
    [InlineData("hello", Tag, RunningKind.Oci, Digest, GateVerdict.OciWithStaleStorage, GateAction.Upgrade)]
    [InlineData("hello", "1.0.0", RunningKind.Oci, Digest, GateVerdict.OciWithStaleStorage, GateAction.Upgrade)]
    [InlineData("hello", Tag, RunningKind.Silent, null, GateVerdict.OciWithStaleStorage, GateAction.Upgrade)]

    // OCI.
    [InlineData("oci://hello", Tag, RunningKind.Oci, Digest, GateVerdict.Oci, GateAction.Upgrade)]
    [InlineData("oci://hello", "1.0.0", RunningKind.Oci, Digest, GateVerdict.Oci, GateAction.Upgrade)]
    [InlineData("oci://hello", Tag, RunningKind.Silent, null, GateVerdict.Oci, GateAction.Upgrade)]
    [InlineData("oci://hello", Tag, RunningKind.Unmarked, null, GateVerdict.Oci, GateAction.Upgrade)]

    // OCI storage, a bindle live.
    [InlineData("oci://hello", Bundle, RunningKind.Bindle, Bundle, GateVerdict.RolledBack, GateAction.Stop)]
    [InlineData("oci://hello", Bundle, RunningKind.Silent, null, GateVerdict.RolledBack, GateAction.Stop)]
    [InlineData("oci://hello", Bundle, RunningKind.Oci, Digest, GateVerdict.RolledBack, GateAction.Stop)]

    // In the midst of a failover.
    [InlineData("oci://hello", Tag, RunningKind.Bindle, Bundle, GateVerdict.FailoverInProgress, GateAction.Wait)]
    [InlineData("oci://hello", Tag, RunningKind.Several, null, GateVerdict.FailoverInProgress, GateAction.Wait)]
    [InlineData("hello", Bundle, RunningKind.Oci, Digest, GateVerdict.FailoverInProgress, GateAction.Wait)]
    [InlineData("hello", Tag, RunningKind.Bindle, Bundle, GateVerdict.FailoverInProgress, GateAction.Wait)]
    [InlineData("hello", Bundle, RunningKind.Several, null, GateVerdict.FailoverInProgress, GateAction.Wait)]

    // Begun and not finished, whatever the storage.
    [InlineData("hello", null, RunningKind.Silent, null, GateVerdict.HalfCreated, GateAction.Repair)]
    [InlineData("oci://hello", null, RunningKind.Silent, null, GateVerdict.HalfCreated, GateAction.Repair)]

    // Of another kind.
    [InlineData("s3://hello", "1", RunningKind.Silent, null, GateVerdict.Unknown, GateAction.Stop)]
    public void Judge_TowardsOci_IsTheTable(
        string storage, string? active, RunningKind running, string? identity, GateVerdict verdict, GateAction action)
    {
        var decision = VersionGate.Judge(Observed(storage, active, new(running, identity)), Packaging.Oci);

        Assert.Equal((verdict, action), (decision.Verdict, decision.Action));
        Assert.Contains("hello", decision.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oci://hello", Tag, RunningKind.Silent, null, GateAction.Refuse)]
    [InlineData("oci://hello", Tag, RunningKind.Bindle, Bundle, GateAction.Refuse)]
    [InlineData("oci://hello", Bundle, RunningKind.Bindle, Bundle, GateAction.Refuse)]
    [InlineData("oci://hello", null, RunningKind.Silent, null, GateAction.Refuse)]
    [InlineData("hello", Tag, RunningKind.Oci, Digest, GateAction.Refuse)]
    [InlineData("hello", Tag, RunningKind.Silent, null, GateAction.Refuse)]
    [InlineData("hello", Bundle, RunningKind.Oci, Digest, GateAction.Refuse)]
    [InlineData("hello", Bundle, RunningKind.Bindle, Bundle, GateAction.Upgrade)]
    [InlineData("hello", Bundle, RunningKind.Silent, null, GateAction.Upgrade)]
    public void Judge_TowardsBindle_NeverGoesOverOci(
        string storage, string? active, RunningKind running, string? identity, GateAction action) =>
        Assert.Equal(
            action, VersionGate.Judge(Observed(storage, active, new(running, identity)), Packaging.Bindle).Action);

    [Theory]
    [InlineData("1.0.0", RunningKind.Bindle, "1.0.0", true, GateVerdict.RolledBack, GateAction.Repair)]
    [InlineData("1.0.0", RunningKind.Bindle, "1.0.0", false, GateVerdict.RolledBack, GateAction.Stop)]
    [InlineData("1.0.0", RunningKind.Bindle, "0.9.0", true, GateVerdict.FailoverInProgress, GateAction.Wait)]
    [InlineData("1.0.0", RunningKind.Several, null, true, GateVerdict.FailoverInProgress, GateAction.Wait)]
    [InlineData(Bundle, RunningKind.Bindle, Bundle, true, GateVerdict.RolledBack, GateAction.Repair)]
    public void Judge_StoppedBetweenRegisterAndActivate_IsRepairedWhenItIsSeen(
        string active,
        RunningKind running,
        string? identity,
        bool isRegistered,
        GateVerdict verdict,
        GateAction action)
    {
        var observed = Observed("oci://hello", active, new(running, identity)) with { IsRegistered = isRegistered };

        var decision = VersionGate.Judge(observed, Packaging.Oci);

        Assert.Equal((verdict, action), (decision.Verdict, decision.Action));
    }

    [Fact]
    public void Judge_NoApp_IsCreated()
    {
        var decision = VersionGate.Judge(new ObservedApp("hello", null, RunningPackage.Silent), Packaging.Oci);

        Assert.Equal((GateVerdict.NotDeployed, GateAction.Create), (decision.Verdict, decision.Action));
    }

    [Fact]
    public void Judge_NoAppButOneOfAnotherCase_Stops()
    {
        var other = new AppItem(Guid.Empty, "Hello", "Hello", []);

        var decision = VersionGate.Judge(
            new ObservedApp("hello", null, RunningPackage.Silent) { Similar = [other] }, Packaging.Oci);

        Assert.Equal((GateVerdict.NameSplit, GateAction.Stop), (decision.Verdict, decision.Action));
        Assert.False(decision.IsOpen);
        Assert.Contains("Hello (", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_OfMixedAnswers_IsSeveral()
    {
        Assert.Equal(RunningKind.Several, Running((ProbeKind.Oci, "a"), (ProbeKind.Oci, "b")).Kind);
        Assert.Equal(RunningKind.Several, Running((ProbeKind.Oci, "a"), (ProbeKind.Bindle, "1")).Kind);
        Assert.Equal(
            new RunningPackage(RunningKind.Oci, "a"), Running((ProbeKind.Oci, "a"), (ProbeKind.Gateway, null)));
        Assert.Equal(new RunningPackage(RunningKind.Bindle, "1"), Running((ProbeKind.Bindle, "1")));
        Assert.Equal(RunningKind.Unmarked, Running((ProbeKind.Unmarked, null), (ProbeKind.Odd, null)).Kind);
        Assert.Equal(RunningKind.Silent, Running((ProbeKind.Odd, null)).Kind);
        Assert.Equal(RunningKind.Silent, Running().Kind);
    }

    private static RunningPackage Running(params (ProbeKind Kind, string? Identity)[] answers) => RunningPackage.Of(
        [.. answers.Select(answer => new ProbeSample(DateTimeOffset.UnixEpoch, answer.Kind, answer.Identity))]);

    private static ObservedApp Observed(string storage, string? active, RunningPackage running)
    {
        var channel = new AppChannelListItem(Guid.Empty, AppItem.DeployChannel) { ActiveRevisionNumber = active };
        return new("hello", new AppItem(Guid.Empty, "hello", storage, active is null ? [] : [channel]), running);
    }
}
