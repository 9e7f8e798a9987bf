using System.Globalization;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>
/// Runs of a part end with a code that speaks of that part, and those worth another try are tried again.
/// </summary>
public sealed class ShardExitCodeTests : IDisposable
{
    private readonly BatchFolder _folder = new(3);

    [Fact]
    public async Task Run_BindleOfAnotherPartIsRefused_IsDone()
    {
        await using var registry = await RegistryHost.StartAsync();
        File.Delete(_folder.OwnParcelOf(2));
        var plan = await CliRun.OfAsync("batch", "plan", _folder.WriteBatch(registry.Host, "plan"));
        Assert.True(plan.ExitCode == 0, plan.Error);
        var codes = new List<int>();
        var told = new List<string>();
        foreach (var part in (string[])["1", "2", "3"])
        {
            File.Copy(_folder.Journal("plan"), _folder.Journal(part));
            var run = await CliRun.OfAsync("batch", "run", _folder.Journal(part), "--shard", part + "/3");
            codes.Add(run.ExitCode);
            told.Add(run.Output.Split(", ").Single(words => words.EndsWith(" by the plan", StringComparison.Ordinal)));
        }

        Assert.Equal([ExitCode.Done, ExitCode.Partly, ExitCode.Done], codes);
        Assert.Equal(["0 refused by the plan", "1 refused by the plan", "0 refused by the plan"], told);
    }

    [Fact]
    public async Task Job_RunThatMayDoBetter_IsTriedAgain()
    {
        var registry = await RegistryHost.StartAsync();
        Assert.Equal(0, await BatchFolder.RunAsync("batch", "plan", _folder.WriteBatch(registry.Host, "plan")));
        await registry.DisposeAsync();
        var ofDownRegistry = await BatchFolder.RunAsync("batch", "run", _folder.Journal("plan"), "--retries", "0");
        using var run = BatchFolder.Start(isRead: false, "batch", "run", _folder.Journal("plan"));
        run.Kill();
        await run.WaitForExitAsync();

        Assert.Equal(
            new SortedSet<int> { ExitCode.Temporary, ofDownRegistry, ExitCode.Cancelled, run.ExitCode },
            CodesTriedAgain());
    }

    public void Dispose() => _folder.Dispose();

    private static SortedSet<int> CodesTriedAgain()
    {
        const string Key = "values: [";
        var line = File.ReadLines(RepositoryRoot.Combine("src", "Migrator.Cli", "examples", "kubernetes-job.yaml"))
            .Single(text => text.TrimStart().StartsWith(Key, StringComparison.Ordinal));
        return [.. line.Trim()[Key.Length..^1].Split(", ")
            .Select(code => int.Parse(code, CultureInfo.InvariantCulture))];
    }
}
