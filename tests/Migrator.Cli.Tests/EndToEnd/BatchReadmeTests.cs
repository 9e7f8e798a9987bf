using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Migrator.Testing;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>What the README says about batches, typed as it stands there.</summary>
public sealed partial class BatchReadmeTests : IDisposable
{
    private static readonly string Section = SectionOf("Whole stores");
    private readonly TempFolder _folder = new();

    public BatchReadmeTests()
    {
        var artifacts = Directory.CreateDirectory(_folder.Combine("artifacts")).FullName;
        File.CreateSymbolicLink(_folder.Combine("testdata"), RepositoryRoot.Combine("testdata"));
        File.WriteAllText(Path.Combine(artifacts, "batch.toml"), BlockOf("toml", ""));
        var program = _folder.Combine("bindle2oci");
        File.WriteAllText(program, $"#!/bin/sh\nexec {CliProgram.InShell} \"$@\"\n");
        using var chmod = Process.Start("chmod", ["+x", program]);
        chmod.WaitForExit();
    }

    [Fact]
    public async Task Commands_OfTheReadme_MoveTheStoreAndReport()
    {
        var run = await ShellAsync(BlockOf("sh", "batch plan"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Matches(@"(?m)^  done +2$", run.Output);
        Assert.Equal(2, Directory.GetDirectories(_folder.Combine("artifacts"), "store-*").Length);
        Assert.StartsWith(
            "<!doctype html>", File.ReadAllText(_folder.Combine("artifacts", "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ArrayJob_OfTheReadme_SharesThePlanOutAndIsReportedAsOne()
    {
        await PlanAsync();
        for (var task = 1; task <= 2; task++)
        {
            var run = await ShellAsync(
                $"export SLURM_ARRAY_TASK_ID={task} SLURM_ARRAY_TASK_COUNT=2\ncd '{_folder.Combine("artifacts")}'\n"
                + BlockOf("sh", "SLURM"));
            Assert.True(run.ExitCode == 0, run.Error);
        }

        await RequireReportAsync("artifacts");
    }

    [Fact]
    public async Task IndexedJob_OfTheReadme_SharesThePlanOutAndIsReportedAsOne()
    {
        await PlanAsync();
        var script = string.Join('\n', BlockOf("yaml", "Indexed").Split("- |\n")[1].Split("          volumeMounts")[0]
            .Split('\n').Select(line => line.Trim()));
        for (var pod = 0; pod < 8; pod++)
        {
            // A disk of its own, beside the folder that paths of the batch file start from.
            var work = Directory.CreateDirectory(_folder.Combine($"work{pod}")).FullName;
            var run = await ShellAsync($"export JOB_COMPLETION_INDEX={pod}\n" + script
                .Replace("/scratch/", $"{work}/", StringComparison.Ordinal)
                .Replace("/plan/", $"{_folder.Combine("artifacts")}/", StringComparison.Ordinal));
            Assert.True(run.ExitCode == 0, run.Error);
        }

        await RequireReportAsync("artifacts");
    }

    public void Dispose() => _folder.Dispose();

    private async Task PlanAsync()
    {
        var plan = await ShellAsync($"bindle2oci batch plan '{_folder.Combine("artifacts", "batch.toml")}'");
        Assert.True(plan.ExitCode == 0, plan.Error);
    }

    private async Task RequireReportAsync(string folder)
    {
        var report = await ShellAsync(
            $"cd '{_folder.Combine(folder)}'\nbindle2oci batch report part*.db --format json");
        using var json = JsonDocument.Parse(report.Output);
        Assert.True(json.RootElement.GetProperty("complete").GetBoolean(), report.Output);
        Assert.Equal(2, json.RootElement.GetProperty("states").GetProperty("done").GetInt32());
    }

    private Task<ToolResult> ShellAsync(string script) =>
        Tool.RunAsync("bash", "-c", $"export PATH='{_folder.Path}':\"$PATH\"\ncd '{_folder.Path}'\n{script}");

    private static string BlockOf(string language, string holds) => Block().Matches(Section)
        .Where(block => block.Groups["language"].Value == language)
        .Select(block => block.Groups["text"].Value)
        .First(text => text.Contains(holds, StringComparison.Ordinal));

    private static string SectionOf(string title)
    {
        var text = File.ReadAllText(RepositoryRoot.Combine("README.md"));
        var start = text.IndexOf($"\n## {title}\n", StringComparison.Ordinal);
        return text[start..text.IndexOf("\n## ", start + 1, StringComparison.Ordinal)];
    }

    [GeneratedRegex("```(?<language>[a-z]+)\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
