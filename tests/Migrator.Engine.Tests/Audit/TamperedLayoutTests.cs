using System.Text.Json.Nodes;
using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Engine.Audit;
using Migrator.Oci.Model;

namespace Migrator.Engine.Tests.Audit;

/// <summary>What someone can do to a layout whose digests all fit afterwards, or to its list.</summary>
public sealed class TamperedLayoutTests
{
    private const string Elsewhere = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

    private static readonly Profile[] SpinProfiles = [Profile.Universal, Profile.Spin2, Profile.Spin1];

    private static readonly Dictionary<string, (string Code, Action<TamperedLayout> Change)> Changes = new()
    {
        ["manifest that says it is an index"] = ("BM4509", l =>
            l.ChangeMain(m => m["mediaType"] = MediaTypes.ImageIndex)),
        ["manifest that is listed as an index"] = ("BM4509", l => l.Main["mediaType"] = MediaTypes.ImageIndex),
        ["annotations"] = ("BM4509", l =>
            l.ChangeMain(m => m["annotations"] = new JsonObject { ["org.opencontainers.image.title"] = "petstore" })),
        ["tag listed twice"] = ("BM4580", l =>
        {
            var other = l.Main.DeepClone();
            other["digest"] = l.Referrer["digest"]!.DeepClone();
            other["size"] = l.Referrer["size"]!.DeepClone();
            l.Entries.Add(other);
        }),
        ["tag listed twice, once by SHA-512"] = ("BM4580", l =>
        {
            var other = l.Main.DeepClone();
            other["digest"] = "sha512:" + new string('1', 128);
            l.Entries.Add(other);
        }),
        ["copy deleted"] = ("BM4564", l => File.Delete(l.PathOf(l.Referrer))),
        ["copy cut"] = ("BM4564", l => ChangeBytes(l, bytes => bytes[..^1])),
        ["copy with a bit flipped"] = ("BM4564", l =>
            ChangeBytes(l, bytes => [(byte)(bytes[0] ^ 1), .. bytes[1..]])),
        ["copy with a byte more"] = ("BM4564", l => ChangeBytes(l, bytes => [.. bytes, 0])),
        ["copy deleted and no longer marked"] = ("BM4564", l =>
        {
            l.Referrer.Remove("artifactType");
            File.Delete(l.PathOf(l.Referrer));
        }),
        ["copy that is none"] = ("BM4564", l => l.Change(l.Referrer, c =>
        {
            c["artifactType"] = "a/b";
            c["config"]!["mediaType"] = "a/b";
            c.Remove("subject");
        })),
        ["copy of another artifact"] = ("BM4564", l =>
            l.Change(l.Referrer, c => c["subject"]!["digest"] = Elsewhere)),
        ["copy of no artifact"] = ("BM4564", l => l.Change(l.Referrer, c => c.Remove("subject"))),
        ["copy of another kind"] = ("BM4509", l => l.Change(l.Referrer, c => c["artifactType"] = "a/b")),
        ["copy of another kind, listed so"] = ("BM4509", l =>
        {
            l.Referrer["artifactType"] = "a/b";
            l.Change(l.Referrer, c => c["artifactType"] = "a/b");
        }),
        ["copy listed as an index"] = ("BM4509", l => l.Referrer["mediaType"] = MediaTypes.ImageIndex),
        ["copy with the name of another bindle"] = ("BM4561", l =>
            l.ChangeInvoice(l.Referrer, "'petstore'", "'petst0re'")),
        ["copy with another text"] = ("BM4561", l => l.ChangeInvoice(l.Referrer, "Demo store", "Demo st0re")),
        ["copy with the version of another bindle"] = ("BM4561", l =>
            l.ChangeInvoice(l.Referrer, "+q0a1b2c3", "+q0a1b2c4")),
        ["second copy of another bindle"] = ("BM4563", l => l.AddCopy("'petstore'", "'petst0re'")),
        ["second copy of another version"] = ("BM4563", l => l.AddCopy("1.2.0+q0a1b2c3", "1.2.1+q0a1b2c3")),
        ["second copy with another text"] = ("BM4563", l => l.AddCopy("Demo store", "Demo st0re")),
        ["second copy that is no invoice"] = ("BM4563", l => l.AddCopy("[bindle]", "bindle]")),
    };

    public static TheoryData<string> Names =>
        [.. SpinProfiles.SelectMany(profile => Changes.Keys.Select(name => $"{profile}: {name}"))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RunAsync_LayoutChanged_FailsWithItsCode(string what)
    {
        var parts = what.Split(": ");
        using var layout = await TamperedLayout.MakeAsync(Enum.Parse<Profile>(parts[0]));
        var (code, change) = Changes[parts[1]];
        change(layout);

        var report = await layout.AuditAsync();

        Assert.Equal(AuditVerdict.Differs, report.Verdict);
        Assert.Contains(code, report.Findings.Where(finding => finding.IsError).Select(finding => finding.Code));
    }

    [Theory]
    [InlineData("1.2.0+q0a1b2c3", "1.2.0+other")]
    [InlineData("[bindle]", "yanked = true\n\n[bindle]")]
    public async Task RunAsync_SecondCopyThatMigrationsLeave_IsNoted(string old, string other)
    {
        using var layout = await TamperedLayout.MakeAsync(Profile.Universal);
        var own = (string)layout.Referrer["digest"]!;
        layout.AddCopy(old, other);

        var report = await layout.AuditAsync();

        Assert.Equal(["BM4563"], report.Findings.Select(finding => finding.Code));
        Assert.Equal(AuditVerdict.Matches, report.Verdict);
        Assert.Equal(own, report.Referrer.ToString());
        Assert.Equal(6, report.Counts.Parcels);
    }

    [Fact]
    public async Task RunAsync_NoCopy_IsNoted()
    {
        using var layout = await TamperedLayout.MakeAsync(Profile.Universal);
        layout.Entries.Remove(layout.Referrer);

        var report = await layout.AuditAsync();

        Assert.Equal(["BM4560"], report.Findings.Select(finding => finding.Code));
        Assert.Equal(AuditVerdict.Matches, report.Verdict);
    }

    [Fact]
    public async Task RunAsync_CopyOfAnotherArtifactLost_IsAWarningBesideItsOwn()
    {
        using var layout = await TamperedLayout.MakeAsync(Profile.Universal);
        var other = layout.Referrer.DeepClone();
        other["digest"] = Elsewhere;
        layout.Entries.Add(other);

        var report = await layout.AuditAsync();

        var finding = Assert.Single(report.Findings);
        Assert.Equal(("BM4564", FindingLevel.Warning), (finding.Code, finding.Level));
    }

    [Fact]
    public async Task RunAsync_AnnotatedWithoutACopy_PassesAsSpinsOwnWithAWarning()
    {
        using var layout = await TamperedLayout.MakeAsync(Profile.Spin2);
        layout.ChangeMain(m => m["annotations"] = new JsonObject { ["org.opencontainers.image.title"] = "petstore" });
        layout.Entries.Remove(layout.Referrer);

        var report = await layout.AuditAsync();

        Assert.Equal(ArtifactForm.ForeignSpin, report.Form);
        Assert.Equal(["BM4560", "BM4570"], report.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public async Task RunAsync_BindleOfAnotherKind_IsFound()
    {
        using var layout = await TamperedLayout.MakeAsync(Profile.Bindle);
        layout.Change(layout.Main, m => m["artifactType"] = "a/b");

        var report = await layout.AuditAsync();

        Assert.Equal(["BM4509"], report.Findings.Where(finding => finding.IsError).Select(finding => finding.Code));
        Assert.Equal(ArtifactForm.Bindle, report.Form);
    }

    [Fact]
    public async Task RunAsync_ReferrerNamedByDigest_PassesWithAWarning()
    {
        using var layout = await TamperedLayout.MakeAsync(Profile.Universal);

        var report = await layout.AuditAsync((string)layout.Referrer["digest"]!);

        var finding = Assert.Single(report.Findings);
        Assert.Equal(("BM4509", FindingLevel.Warning), (finding.Code, finding.Level));
    }

    private static void ChangeBytes(TamperedLayout layout, Func<byte[], byte[]> change)
    {
        var path = layout.PathOf(layout.Referrer);
        File.WriteAllBytes(path, change(File.ReadAllBytes(path)));
    }
}
