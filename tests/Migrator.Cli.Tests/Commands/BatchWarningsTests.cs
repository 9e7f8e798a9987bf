using System.Text.Json;

namespace Migrator.Cli.Tests.Commands;

/// <summary>What of a batch file meets nothing is told: a mistyped word would lose its part unseen.</summary>
public sealed class BatchWarningsTests : IDisposable
{
    private const string Sources = """
        [[source]]
        glob = 'apps/*'
        [[source]]
        glob = 'nothing*'
        [select]
        names = ['pet*', 'petstor']
        except = ['shop?']

        """;

    private readonly BatchStore _store = new("petstore", "shop");

    [Fact]
    public async Task Plan_PartsThatMeetNothing_AreWarnedOf()
    {
        var plan = await _store.PlanAsync(Sources);
        var report = await CliRun.OfAsync("batch", "report", _store.Journal);
        var html = await CliRun.OfAsync("batch", "report", _store.Journal, "--format", "html");

        Assert.Equal(0, plan.ExitCode);
        Assert.Equal(
            [
                "warning: No bindle was found in source 2, glob 'nothing*'.",
                "warning: No bindle of the sources has a name like 'petstor', which is in names of [select].",
                "warning: No bindle of the sources has a name like 'shop?', which is in except of [select].",
            ],
            plan.Error.Split('\n').Where(line => line.Contains("warning:", StringComparison.Ordinal))
                .Select(line => line[line.IndexOf("warning:", StringComparison.Ordinal)..]));
        Assert.Contains("Warning: No bindle was found in source 2", report.Output, StringComparison.Ordinal);
        Assert.Contains("No bindle was found in source 2", html.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_NothingAtAll_IsWarnedOfInJsonToo()
    {
        var plan = await _store.PlanAsync("[[source]]\nglob = 'nothing*'\n", "--output", "json");

        using var json = JsonDocument.Parse(plan.Output);
        Assert.Equal(0, json.RootElement.GetProperty("apps").GetInt32());
        Assert.Equal(
            "No bindle was found in source 1, glob 'nothing*'.",
            json.RootElement.GetProperty("warnings").EnumerateArray().Single().GetString());
    }

    [Fact]
    public async Task Plan_EverythingMeetsSomething_WarnsOfNothing()
    {
        var plan = await _store.PlanAsync(
            "[[source]]\nglob = 'apps/*'\n[select]\nnames = ['pet*', 'shop']\nexcept = ['shop']\n");

        Assert.DoesNotContain("warning", plan.Error, StringComparison.Ordinal);
        Assert.Contains("1 bindles", plan.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _store.Dispose();
}
