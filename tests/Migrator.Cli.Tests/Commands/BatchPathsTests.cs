using System.Text.Json;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Commands;

/// <summary>What the paths of a batch file mean, wherever the program is started.</summary>
public sealed class BatchPathsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Run_FolderOfBindlesAndRelativeTarget_StartFromTheFilesFolder()
    {
        Write("exports/one", "one");
        Write("exports/two", "two");
        Directory.CreateDirectory(_folder.Combine("exports", "notes"));
        Write("single", "three");
        WriteBatch("[[source]]\nfolder = 'exports'\n[[source]]\nfolder = 'single'\n");

        var plan = await CliRun.OfAsync("batch", "plan", _folder.Combine("batch.toml"));
        var run = await CliRun.OfAsync("batch", "run", _folder.Combine("batch.db"));

        Assert.True(plan.ExitCode == 0, plan.Error);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain("Which ones", plan.Output, StringComparison.Ordinal);
        // Each goes to a layout of its own, which asks for no request.
        Assert.Contains("A run writes about ", plan.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["store-one", "store-three", "store-two"],
            Directory.GetDirectories(_folder.Path, "store-*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("glob = 'apps/*'", "")]
    [InlineData("folder = 'apps'", "")]
    [InlineData("glob = '../apps/*'", "batches")]
    public async Task Run_FolderWasMovedSincePlan_FindsTheBindlesThere(string source, string place)
    {
        Write("one/apps/a", "a");
        Write("one/apps/b", "b");
        Directory.CreateDirectory(_folder.Combine("one", place));
        File.WriteAllText(_folder.Combine("one", place, "batch.toml"), BatchOf($"[[source]]\n{source}\n"));
        var plan = await CliRun.OfAsync("batch", "plan", _folder.Combine("one", place, "batch.toml"));
        Directory.Move(_folder.Combine("one"), _folder.Combine("two"));

        var journal = _folder.Combine("two", place, "batch.db");
        var run = await CliRun.OfAsync("batch", "run", journal);
        var verify = await CliRun.OfAsync("batch", "verify", journal);

        Assert.True(plan.ExitCode == 0, plan.Error);
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
        Assert.True(verify.ExitCode == 0, verify.Error);
        Assert.Contains("2 done", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_JournalElsewhere_StartsFromTheFolderThatIsGiven()
    {
        Write("one/apps/a", "a");
        File.WriteAllText(_folder.Combine("one", "batch.toml"), BatchOf("[[source]]\nglob = 'apps/*'\n"));
        var journal = _folder.Combine("plan.db");
        await CliRun.OfAsync("batch", "plan", _folder.Combine("one", "batch.toml"), "--journal", journal);
        Directory.Move(_folder.Combine("one"), _folder.Combine("two"));

        var missing = await CliRun.OfAsync("batch", "run", journal, "--folder", _folder.Combine("one"));
        var verify = await CliRun.OfAsync("batch", "verify", journal, "--folder", _folder.Combine("one"));
        var run = await CliRun.OfAsync("batch", "run", journal, "--folder", _folder.Combine("two"));

        Assert.Equal((2, 2), (missing.ExitCode, verify.ExitCode));
        Assert.Contains("There is no folder", missing.Error, StringComparison.Ordinal);
        Assert.True(run.ExitCode == 0, run.Error + run.Output);
    }

    [Fact]
    public async Task Run_NamedBindlesOfAFolder_TakesThemAloneAndTellsOfThoseThatAreNotThere()
    {
        foreach (var name in (string[])["one", "two", "three"])
        {
            Write($"exports/{name}", name);
        }

        WriteBatch("[[source]]\nfolder = 'exports'\nbindles = ['two/1.0.0', 'one/1.0.0', 'one/2.0.0']\n");

        var plan = await CliRun.OfAsync("batch", "plan", _folder.Combine("batch.toml"), "--output", "json");
        var run = await CliRun.OfAsync("batch", "run", _folder.Combine("batch.db"));

        using var json = JsonDocument.Parse(plan.Output);
        Assert.Equal(3, json.RootElement.GetProperty("apps").GetInt32());
        Assert.Equal(1, json.RootElement.GetProperty("classes").GetProperty("invalid").GetInt32());
        Assert.Equal(6, run.ExitCode);
        Assert.Equal(
            ["store-one", "store-two"],
            Directory.GetDirectories(_folder.Path, "store-*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var report = await CliRun.OfAsync("batch", "report", _folder.Combine("batch.db"));
        Assert.Contains(
            "one/2.0.0: No bindle of the folder 'exports' that can be read is one/2.0.0", report.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_NamedBindleOfAFolderThatIsOne_IsTaken()
    {
        Write("single", "one");
        WriteBatch("[[source]]\nfolder = 'single'\nbindles = ['one/1.0.0']\n");

        await CliRun.OfAsync("batch", "plan", _folder.Combine("batch.toml"));

        Assert.Equal(0, (await CliRun.OfAsync("batch", "run", _folder.Combine("batch.db"))).ExitCode);
    }

    [Fact]
    public async Task Plan_FolderWithoutABindle_IsAnError()
    {
        Directory.CreateDirectory(_folder.Combine("exports", "notes"));
        WriteBatch("[[source]]\nfolder = 'exports'\n");

        var plan = await CliRun.OfAsync("batch", "plan", _folder.Combine("batch.toml"));

        Assert.Equal(3, plan.ExitCode);
        Assert.Contains("is not a bindle", plan.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_SomeAreRefused_SaysWhereToReadWhy()
    {
        Write("exports/one", "one");
        File.WriteAllText(_folder.Combine("exports", "one", "invoice.toml"), "no = 'invoice'\n");
        WriteBatch("[[source]]\nfolder = 'exports'\n");

        var plan = await CliRun.OfAsync("batch", "plan", _folder.Combine("batch.toml"));
        var report = await CliRun.OfAsync("batch", "report", _folder.Combine("batch.db"));

        Assert.Contains(
            $"Which ones, and why: bindle2oci batch report {_folder.Combine("batch.db")}",
            plan.Output,
            StringComparison.Ordinal);
        Assert.Contains("BM1005", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_WagiFilesOwn_GivesEachComponentItsOwn()
    {
        var digests = new List<string>();
        foreach (var choice in (string[])["shared", "own"])
        {
            WriteBatch(
                $"[[source]]\nglob = '{RepositoryRoot.Combine("testdata", "wagi", "HIPPOFACT?")}'\n",
                $"wagi-files = '{choice}'\n");
            var plan = await CliRun.OfAsync("batch", "plan", _folder.Combine("batch.toml"));
            Assert.True(plan.ExitCode == 0, plan.Error);
            var report = await CliRun.OfAsync("batch", "report", _folder.Combine("batch.db"), "--format", "csv");
            digests.Add(report.Output.Split('\n')[1].Split(',')[6]);
        }

        Assert.All(digests, digest => Assert.StartsWith("sha256:", digest, StringComparison.Ordinal));
        Assert.NotEqual(digests[0], digests[1]);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string place, string name)
    {
        var folder = Directory.CreateDirectory(_folder.Combine(place.Split('/'))).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "parcels"));
        File.WriteAllText(
            Path.Combine(folder, "invoice.toml"),
            $"bindleVersion = '1.0.0'\n[bindle]\nname = '{name}'\nversion = '1.0.0'\n");
    }

    private void WriteBatch(string sources, string target = "profile = 'bindle'\n") =>
        File.WriteAllText(_folder.Combine("batch.toml"), BatchOf(sources, target));

    private static string BatchOf(string sources, string target = "profile = 'bindle'\n") =>
        $"version = 1\n{sources}[target]\ntemplate = 'oci:store-{"{name}:{tag}"}'\n{target}";
}
