using Migrator.Bindle.Verification;
using Migrator.Engine.Audit;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Audit;

/// <summary>What Spin itself made of a bindle must pass: a judge that refuses Spin's own work is wrong.</summary>
public sealed class GoldenAuditTests
{
    private static readonly string[] Doubtful =
        ["BM4528", "BM4533", "BM4552"];

    // Spin 3 made one component of two with one id: a component of the bindle is lost.
    private static readonly string[] WithSharedIds = ["dup-ids", "duplicate-id", "developer+root+578f8ba3"];

    public static TheoryData<string> Spin1 => GoldenArtifact.AppsWith("spin1.manifest.json");

    public static TheoryData<string> Spin1Layers => GoldenArtifact.AppsWith("spin1-layers.manifest.json");

    // From the source of made/files-clash Spin took a third file for the path, one that never came into the bindle.
    public static TheoryData<string> Spin1Source =>
        GoldenArtifact.AppsWith("spin1-source.manifest.json", "made/files-clash");

    // The bytes of archive layers are not in golden.
    public static TheoryData<string> Spin3Source =>
        GoldenArtifact.AppsWith("spin3-source.manifest.json", "made/files-499", "made/files-500", "made/files-many");

    [SharedTheory]
    [MemberData(nameof(Spin1))]
    public Task RunAsync_BindlePushedBySpin1_Matches(string app) =>
        MatchesAsync(app, "spin1.manifest.json", ArtifactForm.Spin1);

    [SharedTheory]
    [MemberData(nameof(Spin1Layers))]
    public Task RunAsync_BindlePushedBySpin1WithAllLayers_Matches(string app) =>
        MatchesAsync(app, "spin1-layers.manifest.json", ArtifactForm.Spin1Layers);

    [SharedTheory]
    [MemberData(nameof(Spin1Source))]
    public Task RunAsync_SourcePushedBySpin1_Matches(string app) =>
        MatchesAsync(app, "spin1-source.manifest.json", ArtifactForm.Spin1);

    [SharedTheory]
    [MemberData(nameof(Spin3Source))]
    public async Task RunAsync_SourcePushedBySpin3_MatchesButForSpinsOwnWays(string app)
    {
        var target = GoldenArtifact.Load(app, "spin3-source.manifest.json");
        Assert.NotNull(target);

        var report = await AuditedBindle.AuditAsync(GoldenArtifact.Of(app, "bindle"), target);

        Assert.Equal(ArtifactForm.ForeignSpin, report.Form);
        if (WithSharedIds.Any(app.Contains))
        {
            Assert.Contains(report.Findings, finding => finding.Code == "BM4520");
            return;
        }

        AuditedBindle.AssertNone(report.Findings.Where(finding => finding.IsError));
    }

    private static async Task MatchesAsync(string app, string manifest, ArtifactForm form)
    {
        var target = GoldenArtifact.Load(app, manifest);
        Assert.NotNull(target);

        var report = await AuditedBindle.AuditAsync(GoldenArtifact.Of(app, "bindle"), target);

        AuditedBindle.AssertNone(
            report.Findings.Where(finding => finding.Level != FindingLevel.Note && !Doubtful.Contains(finding.Code)));
        Assert.Equal(AuditVerdict.Matches, report.Verdict);
        Assert.True(report.Form == form || (form == ArtifactForm.Spin1Layers && report.Form == ArtifactForm.Spin1));
    }
}
