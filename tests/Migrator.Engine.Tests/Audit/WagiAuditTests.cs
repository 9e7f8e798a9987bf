using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Conversion;
using Migrator.Engine.Audit;
using Migrator.Engine.Audit.Expectation;
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

    // Libraries without a route, and applications whose external modules are not in the bindle's folder.
    private static readonly string[] Refused =
        ["testdata_lib1", "testdata_external", "toast-on-demand", "boids-on-demand"];

    [SharedTheory]
    [MemberData(nameof(Golden))]
    public async Task RunAsync_EveryProfileOfAGoldenApp_Matches(string path) =>
        Assert.True(await CheckAsync(path) > 0 || Refused.Any(path.Contains), $"{path} has no form to audit");

    [Fact]
    public async Task RunAsync_EveryProfileOfOurOwnApp_Matches() =>
        Assert.Equal(12, await CheckAsync(RepositoryRoot.Combine("testdata", "wagi", "HIPPOFACTS")));

    [Fact]
    public async Task RunAsync_OneComponentWithOneFileLess_IsToldAsDifferent()
    {
        var sources = RepositoryRoot.Combine("testdata", "wagi");
        using var temp = new TempFolder();
        foreach (var file in Directory.GetFiles(sources, "*", SearchOption.AllDirectories))
        {
            var copy = temp.Combine(Path.GetRelativePath(sources, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var facts = await File.ReadAllTextAsync(temp.Combine("HIPPOFACTS"));
        await File.WriteAllTextAsync(
            temp.Combine("HIPPOFACTS"), facts.Replace(", \"static/hello.txt\"", "", StringComparison.Ordinal));
        var fewer = await OpenAsync(temp.Combine("HIPPOFACTS"));
        var outcome = await Converter.ConvertAsync(
            fewer!, new ConversionOptions { WagiFiles = WagiFiles.Own, Referrer = false }, CancellationToken.None);
        await using var target = new MemoryTarget();
        await ConvertedAuditTests.PushAsync(target, outcome.Artifact!);
        await target.TagAsync(outcome.Artifact!.Descriptor, "tag", CancellationToken.None);
        var bindle = await OpenAsync(Path.Combine(sources, "HIPPOFACTS"));

        var report = await ArtifactAudit.RunAsync(bindle!, target, "tag", new AuditOptions(), CancellationToken.None);

        Assert.Contains(report.Findings, finding => finding.IsError
            && finding.Message.Contains("hello.txt", StringComparison.Ordinal));
    }

    // Trying every number for every handler takes 10^9 steps.
    [Fact]
    public async Task Read_40000HandlersOfOneModule_NumbersThemInOnePass()
    {
        var invoice = InvoiceOf(Enumerable.Range(0, 40_000).Select(at => HandlerAt($"/{at}")));

        var app = await Task.Run(() => ExpectedWagiReader.Read(invoice, files: 0)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(
            ["web", "web-r2", "web-r40000"],
            new[] { 0, 1, 39_999 }.Select(at => app.Components[at].Id));
    }

    // Cutting each route at every slash takes 10^11 steps.
    [Fact]
    public async Task Read_RoutesOfSlashesAlone_LooksUpOnlyLengthsThatRoutesHave()
    {
        var invoice = InvoiceOf(
            [HandlerAt("/a/..."), .. Enumerable.Range(0, 4).Select(at => HandlerAt(new string('/', 300_000 + at)))]);

        var app = await Task.Run(() => ExpectedWagiReader.Read(invoice, files: 0)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(5, app.Components.Length);
    }

    // The handlers' own files are 10^8 entries, which no memory here holds; the artifact has three.
    [Fact]
    public async Task Read_10000HandlersThatLeadToEveryFile_StopsAtOneMoreThanTheArtifactHas()
    {
        const int Count = 10_000;
        var invoice = InvoiceOf(Enumerable.Range(0, Count).SelectMany(at => new[]
        {
            HandlerAt($"/{at}", $"g{at}"),
            FileAt($"{at}.txt", $"g{at}", $"g{(at + 1) % Count}"),
        }));

        var app = await Task.Run(() => ExpectedWagiReader.Read(invoice, files: 3)).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.All(app.Components, component => Assert.Equal(Count, component.Files.Count));
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

    private static Invoice InvoiceOf(IEnumerable<Parcel> parcels) => new()
    {
        BindleVersion = "1.0.0",
        Id = BindleId.Parse("app/1.0.0"),
        Parcels = [.. parcels],
    };

    private static Parcel HandlerAt(string route, params string[] requires) => ParcelOf(
        "web.wasm", "application/wasm", TextMap.Empty.Add("file", "false").Add("route", route), [], requires);

    private static Parcel FileAt(string name, string memberOf, string requires) =>
        ParcelOf(name, "text/plain", TextMap.Empty.Add("file", "true"), [memberOf], [requires]);

    private static Parcel ParcelOf(
        string name,
        string mediaType,
        ImmutableSortedDictionary<string, string> wagi,
        string[] memberOf,
        string[] requires)
    {
        var label = new Label { Sha256 = new string('a', 64), MediaType = mediaType, Name = name, Size = 8 };
        return new Parcel
        {
            Label = label with { Features = label.Features.Add(WagiLabels.Section, wagi) },
            Conditions = new Conditions { MemberOf = [.. memberOf], Requires = [.. requires] },
        };
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
