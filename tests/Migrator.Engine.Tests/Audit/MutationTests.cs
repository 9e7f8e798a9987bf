using Migrator.Bindle.Verification;
using Migrator.Engine.Audit;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Audit;

/// <summary>
/// One thing is changed in an artifact that passes: the audit must fail, with the code that tells what it was.
/// </summary>
public sealed class MutationTests
{
    private static readonly ArtifactForm[] AllForms =
    [
        ArtifactForm.Spin1,
        ArtifactForm.Spin1Layers,
        ArtifactForm.Universal,
        ArtifactForm.Spin2,
        ArtifactForm.ForeignSpin,
    ];

    /// <summary>What Spin 2 and 3 themselves add to an author's source.</summary>
    private static readonly string[] SpinsOwnWays =
        ["lock version", "surplus member", "surplus component member", "build command"];

    public static TheoryData<string> Forms => [.. AllForms.Select(form => form.ToString())];

    public static TheoryData<string> Changes =>
    [
        .. AllForms
            .SelectMany(form => Mutations.InEveryForm.Select(mutation => (Form: form, mutation.Name)))
            .Where(row => row.Form != ArtifactForm.ForeignSpin || !SpinsOwnWays.Contains(row.Name))
            .Concat(Mutations.InOneForm.Select(mutation => (mutation.Form, mutation.Mutation.Name)))
            .Select(row => $"{row.Form}: {row.Name}"),
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task RunAsync_NothingChanged_Matches(string name)
    {
        var form = Enum.Parse<ArtifactForm>(name);

        var report = await AuditAsync(ArtifactSketch.Of(form));

        AuditedBindle.AssertNone(report.Findings);
        Assert.Equal(form, report.Form);
    }

    [Fact]
    public async Task RunAsync_ArchiveOfTheFiles_Matches()
    {
        var report = await AuditAsync(ArtifactSketch.Of(ArtifactForm.Spin2).WithArchive(Mutations.Archived));

        AuditedBindle.AssertNone(report.Findings);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task RunAsync_OneThingChanged_FailsWithItsCode(string what)
    {
        var form = Enum.Parse<ArtifactForm>(what.Split(": ")[0]);
        var mutation = Mutations.InOneForm.Where(row => row.Form == form).Select(row => row.Mutation)
            .Concat(Mutations.InEveryForm).Single(mutation => what == $"{form}: {mutation.Name}");
        var sketch = ArtifactSketch.Of(form);
        mutation.Change(sketch);

        var report = await AuditAsync(sketch);

        Assert.Equal(AuditVerdict.Differs, report.Verdict);
        Assert.Contains(
            mutation.Code, report.Findings.Where(finding => finding.IsError).Select(finding => finding.Code));
        Assert.All(report.Findings, finding => Assert.DoesNotContain('\n', finding.Message));
    }

    [Fact]
    public async Task RunAsync_SecretsChanged_AreNotShown()
    {
        var sketch = ArtifactSketch.Of(ArtifactForm.Universal);
        sketch.Component(0)["env"]!["LOG"] = "hunter2";
        sketch.Component(0)["config"]!["greeting"] = "hunter2";
        sketch.App["variables"]!["greeting"]!["default"] = "hunter2";
        sketch.SettingsOf(1)["executor"]!["argv"] = "hunter2";

        var report = await AuditAsync(sketch);

        Assert.Equal(4, report.Findings.Length);
        Assert.All(
            report.Findings, finding => Assert.DoesNotContain("hunter2", finding.ToString(), StringComparison.Ordinal));
        Assert.All(
            report.Findings, finding => Assert.DoesNotContain("'info'", finding.ToString(), StringComparison.Ordinal));
        Assert.Contains(report.Findings, finding => finding.Message.Contains("7 characters", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_NoSuchTag_SaysSo()
    {
        await using var target = new LooseTarget();

        var report = await AuditedBindle.AuditAsync(AuditedBindle.Petstore, target);

        Assert.Equal(["BM4500"], report.Findings.Select(finding => finding.Code));
        Assert.Equal(ArtifactForm.Unknown, report.Form);
    }

    [Fact]
    public async Task RunAsync_FullVersion_MatchesAndIsReported()
    {
        var sketch = ArtifactSketch.Of(ArtifactForm.Spin1);
        sketch.Metadata["version"] = "1.2.0+q0a1b2c3";
        sketch.Metadata["bindle_version"] = "1.2.0+q0a1b2c3";

        var report = await AuditAsync(sketch);

        AuditedBindle.AssertNone(report.Findings);
        Assert.Equal("1.2.0+q0a1b2c3", report.AppVersion);
    }

    private static Task<AuditReport> AuditAsync(ArtifactSketch sketch) =>
        AuditedBindle.AuditAsync(AuditedBindle.Petstore, sketch.Write(), new AuditOptions { RequireReferrer = true });
}
