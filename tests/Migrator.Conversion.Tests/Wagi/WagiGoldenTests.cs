using System.Collections.Immutable;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>
/// Ten apps and what the real Wagi answered to 23 requests of each: the converted app must give each path to the same
/// module with the same arguments and files, or a finding names the very path.
/// </summary>
public sealed class WagiGoldenTests
{
    private static readonly string[] Names =
    [
        "catch-all", "catch-all-last", "dynamic-routes", "entrypoint", "files", "health", "modules-argv",
        "modules-hosts", "routes", "same-route",
    ];

    // What the one app with volumes mounts, and where.
    private static readonly (string Seen, string Source)[] Volumes =
    [
        ("data/x.txt", "one/x.txt"), ("data/y.md", "one/y.md"),
        ("more/in/deep.txt", "two/in/deep.txt"), ("more/z.txt", "two/z.txt"),
    ];

    public static IEnumerable<object[]> Apps =>
        from name in Names
        from profile in new[] { Profile.Universal, Profile.Spin2, Profile.Spin1 }
        select new object[] { name, profile };

    [SharedFact]
    public void Golden_Apps_AreTen() => Assert.Equal(
        Names, SharedData.Folders("golden", "wagi").Select(Path.GetFileName));

    [SharedTheory]
    [MemberData(nameof(Apps))]
    public async Task ConvertAsync_GoldenApp_AnswersAsWagiDidOrNamesThePath(string app, Profile profile)
    {
        var outcome = await ConvertAsync(app, profile);
        if (app == "entrypoint" && profile != Profile.Spin1)
        {
            // Spin 3 does not start such an application at all.
            var refusal = outcome.Findings.Single(finding => finding.IsError);
            Assert.Equal((WagiFindings.EntrypointMissing, "component c"), (refusal.Kind, refusal.Subject));
            Assert.Contains("'missing'", refusal.Message, StringComparison.Ordinal);
            return;
        }

        Assert.True(outcome.Artifact is not null, string.Join('\n', outcome.Findings));
        var locked = await LockedJson.OfAsync(outcome.Artifact);
        var answers = WagiAnswer.Read(FileOf(app, "answers.jsonl")).ToList();
        Assert.Equal(23, answers.Count);
        foreach (var answer in answers)
        {
            await CheckAsync(app, answer, locked, outcome.Findings);
        }
    }

    [SharedFact]
    public async Task ConvertAsync_Routes_LeavesOutWhatTheEarlierWildcardHid()
    {
        var outcome = await ConvertAsync("routes", Profile.Universal);
        var locked = await LockedJson.OfAsync(outcome.Artifact!);

        Assert.Equal(["a", "b", "c"], locked.Triggers.Select(trigger => trigger.GetProperty("component").GetString()));
        Assert.Equal(
            ["handler d.wasm", "handler e.wasm"],
            outcome.Findings.Where(finding => finding.Kind == WagiFindings.HandlerLeftOut)
                .Select(finding => finding.Subject));
        Assert.Equal(
            ["path /exact/"],
            outcome.Findings.Where(finding => finding.Kind == WagiFindings.PathAnswered)
                .Select(finding => finding.Subject));
    }

    private static async Task CheckAsync(
        string app, WagiAnswer answer, LockedJson locked, ImmutableArray<Finding> findings)
    {
        var trigger = SpinRouting.TriggerFor(locked, answer.Path);
        var component = trigger?.GetProperty("component").GetString();
        var isSameOwner = answer.Who is { } who
            ? component is not null && locked.Module(component) == ModuleOf(app, who)
            : answer.Status == 500 ? component == "c" : component is null && !answer.IsWagiItself;
        if (!isSameOwner)
        {
            Assert.True(
                IsNamed(answer, findings), $"{answer.Path}: {answer.Who} became {component}, and nothing says so");
            return;
        }

        if (answer.Who is not null)
        {
            CheckArguments(answer, SpinRouting.ArgumentsOf(trigger!.Value, answer.Path, answer.Query), findings);
            await CheckFilesAsync(answer, component!, locked, findings);
        }
    }

    // An empty argument is the one thing that Spin adds, and a finding says when.
    private static void CheckArguments(WagiAnswer answer, string[] arguments, ImmutableArray<Finding> findings)
    {
        Assert.Equal(answer.Arguments, arguments.Where(argument => argument.Length > 0));
        Assert.True(
            arguments.Length == answer.Arguments.Length
            || findings.Any(finding => finding.Kind == WagiFindings.EmptyArguments));
    }

    private static async Task CheckFilesAsync(
        WagiAnswer answer, string component, LockedJson locked, ImmutableArray<Finding> findings)
    {
        var files = (await locked.FilesAsync(component)).Select(file => WagiAnswer.Describe(file.Key, file.Value));
        var isOfVolumes = findings.Any(finding =>
            finding.Kind == WagiFindings.VolumesInOne && finding.Subject == $"component {component}");

        // The module looks at '/' alone, where it had no volume.
        Assert.Equal(
            isOfVolumes
                ? Volumes.Select(file => WagiAnswer.Describe(
                    file.Seen, File.ReadAllBytes(FileOf("modules-argv", "src/" + file.Source))))
                : answer.Files.Order(StringComparer.Ordinal),
            files);
    }

    private static bool IsNamed(WagiAnswer answer, ImmutableArray<Finding> findings) => findings.Any(finding =>
        (finding.Subject == $"path {answer.Path}"
            && (finding.Kind == WagiFindings.PathChangesOwner
                || finding.Kind == WagiFindings.PathAnswered
                || finding.Kind == WagiFindings.HealthCheckGone))
        || (finding.Kind == WagiFindings.DynamicRoutes
            && answer.Who?.StartsWith("dyn-", StringComparison.Ordinal) == true
            && finding.Message.Contains("'/dyn/...'", StringComparison.Ordinal)
            && answer.Path.StartsWith("/dyn/", StringComparison.Ordinal)));

    private static string ModuleOf(string app, string who)
    {
        var path = FileOf(app, Path.Combine("src", who + ".wasm"));
        return File.Exists(path) ? BindleBuilder.Sha256(File.ReadAllBytes(path)) : who;
    }

    private static string FileOf(string app, string name) => SharedData.Combine("golden", "wagi", app, name);

    private static async Task<ConversionOutcome> ConvertAsync(string app, Profile profile)
    {
        var bindle = FileOf(app, "bindle");
        await using var source = await BindleSources.OpenAsync(
            Directory.Exists(bindle) ? bindle : FileOf(app, "src/modules.toml"),
            new BindleSourceOptions(),
            CancellationToken.None);
        var verified = await Verified.FromAsync(await source.OpenAsync(null, CancellationToken.None));
        return await Converter.ConvertAsync(
            verified, new ConversionOptions { Profile = profile }, CancellationToken.None);
    }
}
