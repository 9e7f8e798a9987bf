using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Engine.Audit;
using Migrator.Oci.Targets.Memory;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Audit;

/// <summary>Two opinions on Wagi applications: what the conversion made of them must pass the audit.</summary>
public sealed class WagiAuditTests
{
    public static TheoryData<string> Golden =>
    [
        .. SharedData.Folders("golden", "wagi").Select(folder => Directory.Exists(Path.Combine(folder, "bindle"))
            ? Path.Combine(folder, "bindle")
            : Path.Combine(folder, "src", "modules.toml")),
        .. SharedData.Folders("golden", "hippofacts").Select(folder => Path.Combine(folder, "bindle"))
            .Where(Directory.Exists),
    ];

    [SharedTheory]
    [MemberData(nameof(Golden))]
    public async Task RunAsync_EveryProfileOfAGoldenApp_Matches(string path) => await CheckAsync(path);

    [Fact]
    public async Task RunAsync_EveryProfileOfOurOwnApp_Matches() =>
        Assert.Equal(12, await CheckAsync(RepositoryRoot.Combine("testdata", "wagi", "HIPPOFACTS")));

    [Fact]
    public async Task RunAsync_FilesOfAnotherChoice_AreToldAsDifferent()
    {
        var bindle = await OpenAsync(RepositoryRoot.Combine("testdata", "wagi", "HIPPOFACTS"));
        var outcome = await Converter.ConvertAsync(
            bindle!, new ConversionOptions { WagiFiles = WagiFiles.Own, Referrer = false }, CancellationToken.None);
        await using var target = new MemoryTarget();
        await ConvertedAuditTests.PushAsync(target, outcome.Artifact!);
        await target.TagAsync(outcome.Artifact!.Descriptor, "tag", CancellationToken.None);
        var other = await OpenAsync(RepositoryRoot.Combine("testdata", "wagi", "modules.toml"));

        var report = await ArtifactAudit.RunAsync(other!, target, "tag", new AuditOptions(), CancellationToken.None);

        Assert.Contains(report.Findings, finding => finding.IsError);
    }

    // How many forms of the application there are; none when it cannot be converted at all.
    private static async Task<int> CheckAsync(string path)
    {
        var forms = 0;
        foreach (var options in await OpenAsync(path) is null ? [] : AllOptions())
        {
            var bindle = await OpenAsync(path);
            var outcome = await Converter.ConvertAsync(bindle!, options, CancellationToken.None);
            if (outcome.Artifact is not { } artifact)
            {
                continue;
            }

            forms++;
            await using var target = new MemoryTarget();
            await ConvertedAuditTests.PushAsync(target, artifact);
            await target.TagAsync(artifact.Descriptor, "tag", CancellationToken.None);
            var report =
                await ArtifactAudit.RunAsync(bindle!, target, "tag", new AuditOptions(), CancellationToken.None);
            AuditedBindle.AssertNone(report.Findings.Where(finding => finding.Level != FindingLevel.Note
                && finding.Code is not ("BM4528" or "BM4545")).Select(fault => $"{options}: {fault}"));
        }

        return forms;
    }

    private static IEnumerable<ConversionOptions> AllOptions() =>
        from profile in new[] { Profile.Universal, Profile.Spin2, Profile.Spin1 }
        from version in Enum.GetValues<AppVersionPolicy>()
        from files in Enum.GetValues<WagiFiles>()
        select new ConversionOptions { Profile = profile, AppVersion = version, WagiFiles = files };

    private static async Task<VerifiedBindle?> OpenAsync(string path)
    {
        await using var source = await BindleSources.OpenAsync(path, new BindleSourceOptions(), CancellationToken.None);
        var package = await source.OpenAsync(null, CancellationToken.None);
        return (await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), CancellationToken.None)).Bindle;
    }
}
