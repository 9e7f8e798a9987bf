using Migrator.Testing;

namespace Migrator.Cli.Tests.BadInput;

/// <summary>
/// Every row of spec/bindle.md section 10 that a disk can hold, through the real command: a finding, the exit code, a
/// target as it was, and never a stack trace.
/// </summary>
public sealed class BadInputSweepTests : IDisposable
{
    // Why a row has no case here.
    private static readonly Dictionary<string, int[]> RowsOfNoDisk = new(StringComparer.Ordinal)
    {
        ["two bindles meet at a target; inspect tells of them (CollidingNamesTests)"] = [26],
        ["a form of HTTP only: JSON"] = [31, 32],
        ["what a module exports; verify alone reads modules (WagiRulesTests)"] = [64],
        ["signatures and keys; no command here verifies them"] =
            [67, 68, 69, 70, 71, 72, 73, 74, 76, 77, 78, 79, 80, 81, 82],
        ["HTTP"] =
            [101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 116, 117, 118, 119, 120, 121, 122],
    };

    private readonly TempFolder _temp = new();

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, BadCase> Cases { get; } =
        InvoiceCases.All.Concat(ParcelCases.All).Concat(PlaceCases.All).ToDictionary(oddity => oddity.ToString());

    [Fact]
    public void Cases_OfTheTable_AreAllRowsThatADiskCanHold()
    {
        var apart = RowsOfNoDisk.Values.SelectMany(rows => rows).ToList();
        var here = Cases.Values.Select(oddity => oddity.Row).Where(row => row != 0).Distinct().ToList();

        Assert.Equal(Enumerable.Range(1, 122), here.Concat(apart).Order());
    }

    [Fact]
    public void Cases_ThatAreRefused_NameTheExactFinding() => Assert.All(
        Cases.Values.Where(oddity => oddity.ExitCode != ExitCode.Done),
        oddity => Assert.Matches("^BM[0-9]{4}$", oddity.Code));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Migrate_OddInput_IsToldAndLeavesTheTargetAlone(string name)
    {
        var oddity = Cases[name];
        var input = Directory.CreateDirectory(_temp.Combine("input")).FullName;
        var source = oddity.Make(input);
        var target = await SoundTargetAsync();
        var before = TempFolder.Fingerprint(target);

        var run = await CliRun.OfAsync(
            ["migrate", source, $"oci:{target}:odd", "--profile", "bindle", "--verbose", .. Words(oddity.Flags)]);

        Assert.True(oddity.ExitCode == run.ExitCode, $"exit code {run.ExitCode}: {run.Error}");
        if (oddity.Code is { } code)
        {
            var level = oddity.ExitCode == ExitCode.Done ? "(note|warning)" : "error";
            Assert.Matches($"(?m)^{level} {code}[ :]", run.Error);
        }

        AssertReadable(run);
        if (oddity.ExitCode == ExitCode.Done)
        {
            Assert.StartsWith("sha256:", run.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("error ", run.Error, StringComparison.Ordinal);
        }
        else
        {
            Assert.Empty(run.Output);
            Assert.Contains("error BM", run.Error, StringComparison.Ordinal);
            Assert.Equal(before, TempFolder.Fingerprint(target));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task VerifyAndInspect_OddInput_EndInAnExitCodeOfTheTable(string name)
    {
        var source = Cases[name].Make(Directory.CreateDirectory(_temp.Combine("input")).FullName);

        var verified = await CliRun.OfAsync("verify", source);
        var inspected = await CliRun.OfAsync("inspect", source, "--output", "json");

        Assert.Contains(verified.ExitCode, new[] { ExitCode.Done, ExitCode.Source, ExitCode.Mismatch });
        Assert.Contains(inspected.ExitCode, new[] { ExitCode.Done, ExitCode.Source, ExitCode.Mismatch });
        AssertReadable(verified);
        using var json = System.Text.Json.JsonDocument.Parse(inspected.Output);
        Assert.Equal("bindle2oci.inspect/1", json.RootElement.GetProperty("schema").GetString());
    }

    public void Dispose() => _temp.Dispose();

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void AssertReadable(CliRun run)
    {
        Assert.DoesNotContain("Exception", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Error + run.Output, unit => char.IsControl(unit) && unit != '\n');
    }

    private async Task<string> SoundTargetAsync()
    {
        var target = _temp.Combine("target");
        var run = await CliRun.OfAsync(
            "migrate", RepositoryRoot.Combine("testdata", "petstore"), $"oci:{target}:sound", "--profile", "bindle");
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        return target;
    }
}
