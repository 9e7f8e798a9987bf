using Migrator.Testing;

namespace Migrator.Cli.Tests.BadInput;

/// <summary>
/// Every row of spec/bindle.md section 10 that a disk can hold, through the real command: a finding, the exit code, a
/// target
/// as it was, and never a stack trace.
/// </summary>
public sealed class BadInputSweepTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, BadCase> Cases { get; } =
        InvoiceCases.All.Concat(ParcelCases.All).Concat(PlaceCases.All).ToDictionary(oddity => oddity.ToString());

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
            Assert.Contains($" {code}", run.Error, StringComparison.Ordinal);
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
