using System.Collections.Immutable;
using Migrator.Cloud.Api;
using Migrator.Cloud.Api.Model;
using Migrator.Cloud.Deployment;
using Migrator.Cloud.Deployment.Gate;

namespace Migrator.Cloud.Tests.Deployment;

/// <summary>Plans: what stands against a deploy, and its steps in order (spec/cloud-deploy.md 2.7, 5).</summary>
public sealed class PlannerTests
{
    private const string Digest = "sha256:80e5abb100000000000000000000000000000000000000000000000000000000";
    private const string Tag = "1.0.0-r80e5abb1";
    private static readonly Guid Id = new("0a7f2c0e-5b0e-4f6e-9d5b-0f0a6b1c2d3e");

    private static readonly DeploymentRequest Request = new()
    {
        Name = "hello",
        Version = "1.0.0",
        Digest = Digest,
        BlobSizes = [3, 4],
        Routes = [new("hello", "/...")],
    };

    [Fact]
    public void Plan_NewAppWithChannels_HasEveryStepInOrder()
    {
        var plan = Planner.Plan(
            Request with { Variables = Of("a", "secret"), KeyValues = Of("k", "secret"), KeyValueLabels = ["default"] },
            New(CloudEra.ExplicitChannels));

        Assert.True(plan.IsRunnable);
        Assert.Equal(
            [
                StepKind.Push, StepKind.CreateApp, StepKind.SetVariable, StepKind.SetKeyValue, StepKind.Register,
                StepKind.Activate, StepKind.Watch,
            ],
            plan.Steps.Select(step => step.Kind));
        Assert.Contains(
            "POST /api/revisions appStorageId=oci://hello revisionNumber=" + Tag,
            plan.Steps.Select(step => step.Request));
        Assert.Equal("push 7 bytes in 2 blobs", plan.Steps[0].Title);
        Assert.DoesNotContain("secret", string.Join('\n', plan.Steps) + plan.Request, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_UpgradeWithImplicitActivation_RegistersLast()
    {
        var plan = Planner.Plan(
            Request with { Variables = Of("a", "1") }, Live(CloudEra.ImplicitActivation, "0.9.0-r00000000"));

        Assert.Equal(
            [StepKind.Push, StepKind.SetVariable, StepKind.Register, StepKind.Watch],
            plan.Steps.Select(step => step.Kind));
        Assert.True(plan.Rollback.IsPossible);
    }

    [Fact]
    public void Plan_WhatIsLiveAlready_OnlyWatches()
    {
        var plan = Planner.Plan(Request, Live(CloudEra.ExplicitChannels, Tag, Digest));

        Assert.Equal([StepKind.Watch], plan.Steps.Select(step => step.Kind));
    }

    [Fact]
    public void Plan_WhatIsLiveAlreadyWithAVariable_IsActivatedAnew()
    {
        var plan = Planner.Plan(
            Request with { Variables = Of("a", "1") }, Live(CloudEra.ExplicitChannels, Tag, Digest));

        Assert.Contains(plan.Steps, step => step.Kind == StepKind.Activate);
    }

    [Fact]
    public void Plan_LabelsOfTheLaterEra_AreLinkedBeforeActivation()
    {
        var plan = Planner.Plan(
            Request with
            {
                SqlLabels = ["data", "old"],
                KeyValueLabels = ["cache"],
                Links = [new(ResourceKind.Sql, "data", "db"), new(ResourceKind.KeyValue, "cache", "store")],
            },
            Live(CloudEra.ImplicitActivation, "1") with
            {
                Databases = [new("older") { Links = [new("old", Id)] }],
            });

        Assert.True(plan.IsRunnable, string.Join('\n', plan.Faults));
        Assert.Equal(
            [
                "POST /api/sql-databases/create name=db label=data", "POST /api/key-value-stores/store label=cache",
            ],
            plan.Steps.Where(step => step.Kind == StepKind.LinkResource).Select(step => step.Request));
    }

    [Fact]
    public void Plan_SqlOfTheEarlierEra_MakesTheDefaultDatabase()
    {
        var request = Request with { SqlLabels = ["default"] };

        var plan = Planner.Plan(request, Live(CloudEra.ExplicitChannels, "1"));
        var again = Planner.Plan(
            request,
            Live(CloudEra.ExplicitChannels, "1") with { Databases = [new("default") { Default = true }] });

        Assert.Single(plan.Steps, step => step.Kind == StepKind.LinkResource);
        Assert.DoesNotContain(again.Steps, step => step.Kind == StepKind.LinkResource);
    }

    public static TheoryData<string, Func<DeploymentRequest, DeploymentRequest>> Faulty() => new()
    {
        { "no OCI repository", request => request with { Name = "a___b" } },
        { "no OCI repository", request => request with { Name = "größe" } },
        { "at most 128", request => request with { Name = new string('a', 129) } },
        { "no trigger but http", request => request with { Triggers = ["http", "redis"] } },
        { "no component", request => request with { Routes = [] } },
        { "host keeps for itself", request => request with { Routes = [new("a", "/.well-known/spin/info")] } },
        { "host keeps for itself", request => request with { Routes = [new("a", "/.well-known/spin/...")] } },
        { "a and b", request => request with { Routes = [new("a", "/x"), new("b", "/x")] } },
        { "spin.internal", request => request with { OutboundHosts = ["http://b.spin.internal"] } },
        { "100000001 bytes", request => request with { BlobSizes = [100_000_000, 1] } },
        { "needs the variable password", request => request with { RequiredVariables = ["password"] } },
        { "kv label cache", request => request with { KeyValueLabels = ["cache"] } },
        { "sqlite label data", request => request with { SqlLabels = ["data"] } },
        { "no component of the app uses the store", request => request with { KeyValues = Of("k", "v") } },
        {
            "at most 255 bytes",
            request => request with { KeyValueLabels = ["default"], KeyValues = Of(new string('k', 256), "v") }
        },
        { "no way back", request => request with { IsRollbackRequired = true } },
        { "may have 3", request => request with { MaxApps = 3 } },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Plan_SomethingWrong_HasNoSteps(string part, Func<DeploymentRequest, DeploymentRequest> change)
    {
        var request = change(Request);
        var facts = New(CloudEra.ExplicitChannels, CloudNames.AppNameFor(request.Name));

        var plan = Planner.Plan(request, facts with { AppCount = 3 });

        Assert.Empty(plan.Steps);
        Assert.Contains(part, Assert.Single(plan.Faults, fault => fault.IsBlocking).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(54, false)]
    [InlineData(55, true)]
    [InlineData(128, true)]
    public void Plan_NameThatIsLongForAHost_IsANote(int length, bool isNoted)
    {
        var name = new string('a', length);

        var plan = Planner.Plan(Request with { Name = name }, New(CloudEra.ExplicitChannels, name));

        Assert.True(plan.IsRunnable);
        Assert.Equal(
            isNoted, plan.Faults.Any(fault => fault.Message.Contains("part of a host", StringComparison.Ordinal)));
    }

    [Fact]
    public void Plan_LabelThatLeadsNowhere_SaysHowToLink()
    {
        var plan = Planner.Plan(
            Request with { SqlLabels = ["data"] },
            Live(CloudEra.ImplicitActivation, "1") with { Databases = [new("of another app") { Default = true }] });

        Assert.Contains("--link sqlite:data=NAME", Assert.Single(plan.Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_VariablesThatCannotBeRead_IsANote()
    {
        var plan = Planner.Plan(
            Request with { RequiredVariables = ["a"] },
            Live(CloudEra.ExplicitChannels, "1") with { Variables = (ImmutableArray<string>?)null });

        Assert.False(Assert.Single(plan.Faults).IsBlocking);
        Assert.True(plan.IsRunnable);
    }

    [Fact]
    public void Plan_OverALegacyApp_HasNoWayBackAndSaysWhy()
    {
        var facts = Of(CloudEra.ExplicitChannels, "hello", "1.0.0+r1", new(RunningKind.Bindle, "1.0.0+r1"));

        var plan = Planner.Plan(Request with { OnFailure = OnFailure.Rollback }, facts);

        Assert.False(plan.Rollback.IsPossible);
        Assert.Contains("bindle", Assert.Single(plan.Faults).Message, StringComparison.Ordinal);
        Assert.True(plan.IsRunnable);
    }

    [Theory]
    [InlineData(OnFailure.Keep, false, false)]
    [InlineData(OnFailure.Rollback, false, true)]
    [InlineData(OnFailure.Keep, true, true)]
    public void Plan_SettingsThatAWayBackLeaves_AreToldWhenOneIsAskedFor(
        OnFailure onFailure, bool isRequired, bool isTold)
    {
        const string Settings = "(variable colour, link kv:default, key greeting)";
        var digest = "sha256:" + new string('a', 64);
        var request = Request with
        {
            Variables = Of("colour", "red"),
            KeyValues = Of("greeting", "hello"),
            KeyValueLabels = ["default"],
            Links = [new(ResourceKind.KeyValue, "default", "store")],
            OnFailure = onFailure,
            IsRollbackRequired = isRequired,
        };

        var plan = Planner.Plan(
            request, Live(CloudEra.ImplicitActivation, CloudNames.TagFor("1.0.0", digest), digest));

        Assert.True(plan.Rollback.IsPossible);
        Assert.Contains(Settings, plan.StaysAfterRollback, StringComparison.Ordinal);
        Assert.Equal(isTold, plan.Unknowns.Any(unknown => unknown.Contains(Settings, StringComparison.Ordinal)));
        Assert.Equal(isTold, plan.Faults.Any(fault => fault.Message == plan.StaysAfterRollback && !fault.IsBlocking));
    }

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("1.2.0-rc2024")]
    public void Plan_OverATagThatMayHaveMoved_HasNoWayBack(string active) =>
        Assert.Contains(
            "overwritten",
            Planner.Plan(Request, Live(CloudEra.ExplicitChannels, active, "sha256:old")).Rollback.Reason,
            StringComparison.Ordinal);

    private static ImmutableSortedDictionary<string, string> Of(string key, string value) =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(key, value);

    private static DeploymentFacts New(CloudEra era, string name = "hello")
    {
        var observed = new ObservedApp(name, null, RunningPackage.Silent);
        return new DeploymentFacts(era, observed, VersionGate.Judge(observed, Packaging.Oci));
    }

    private static DeploymentFacts Live(CloudEra era, string active, string digest = "sha256:old") =>
        Of(era, "oci://hello", active, new(RunningKind.Oci, digest));

    private static DeploymentFacts Of(CloudEra era, string storage, string active, RunningPackage running)
    {
        var channel = new AppChannelListItem(Id, AppItem.DeployChannel) { ActiveRevisionNumber = active };
        var observed = new ObservedApp("hello", new AppItem(Id, "hello", storage, [channel]), running);
        return new DeploymentFacts(era, observed, VersionGate.Judge(observed, Packaging.Oci));
    }
}
