using System.Text.Json;
using Migrator.Testing;
using Migrator.Testing.Pages;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>What the page about whole stores says of many machines, with a folder for each of them.</summary>
public sealed class ShardPagesTests : IDisposable
{
    private static readonly Page Stores = Page.Of("docs/whole-stores.md");
    private readonly PageFolder _folder = new();

    [Fact]
    public async Task ArrayJob_SharesThePlanOutAndIsReportedAsOne()
    {
        await PlanAsync();
        var script = Stores.Block("sh", "SLURM").Text;
        for (var task = 1; task <= 2; task++)
        {
            await TypeAsync($"cd artifacts\nexport SLURM_ARRAY_TASK_ID={task} SLURM_ARRAY_TASK_COUNT=2\n({script})\n");
        }

        await RequireReportAsync("artifacts/part*.db");
    }

    [Fact]
    public async Task IndexedJob_SharesThePlanOutAndIsReportedAsOne()
    {
        await PlanAsync();
        await TypeAsync(Stores.Block("sh", "volume/$part").Text);
        var job = await File.ReadAllLinesAsync(
            RepositoryRoot.Combine("src", "Migrator.Cli", "examples", "kubernetes-job.yaml"));
        var arguments = string.Join(' ', job.SkipWhile(line => line.Trim() != "args:").Skip(1)
            .TakeWhile(line => line.TrimStart().StartsWith("- ", StringComparison.Ordinal))
            .Select(line => line.Trim()[2..]));
        for (var pod = 0; pod < 8; pod++)
        {
            // The volume's folder of a pod is /batch in it; what the pod reads is named by absolute paths.
            await TypeAsync("bindle2oci " + arguments
                .Replace("/batch/", $"artifacts/volume/{pod}/", StringComparison.Ordinal)
                .Replace("$(JOB_COMPLETION_INDEX)", $"{pod}", StringComparison.Ordinal)
                + $" --folder '{_folder.Combine("artifacts")}'\n");
        }

        await RequireReportAsync("artifacts/volume/*/batch.db");
    }

    public void Dispose() => _folder.Dispose();

    private Task PlanAsync() => TypeAsync(
        "bindle2oci batch plan artifacts/batch.toml\n",
        Stores.Block("toml", "[[source]]"));

    private async Task RequireReportAsync(string journals)
    {
        await TypeAsync($"bindle2oci batch report {journals} --format json --out artifacts/all.json\n");
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder.Combine("artifacts", "all.json")));
        Assert.True(json.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal(2, json.RootElement.GetProperty("states").GetProperty("done").GetInt32());
    }

    private async Task TypeAsync(string script, params PageBlock[] files) =>
        Assert.Equal("", await _folder.Run.RunAsync([.. files, new PageBlock("sh", script, 0)]));
}
