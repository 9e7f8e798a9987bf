using Microsoft.Extensions.DependencyInjection;
using Migrator.Engine.Batch;
using Migrator.Engine.Batch.Planning;
using Migrator.Engine.Batch.Running;
using Migrator.Engine.Hosting;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Tests.Hosting;

/// <summary>A whole program that plans and runs a batch in a host; what the library's users start from.</summary>
internal static class SampleProgram
{
    public static async Task<string> RunAsync(
        string batchFile, BatchPlaces places, string journalPath, CancellationToken stop)
    {
        var services = new ServiceCollection();
        services.AddBindleMigration(options => options.Places = _ => places);
        await using var host = services.BuildServiceProvider();

        var reading = BatchFileToml.Read(await File.ReadAllBytesAsync(batchFile, stop), batchFile);
        if (reading.File is not { } file)
        {
            return string.Join('\n', reading.Findings);
        }

        var plan = await host.GetRequiredService<BatchPlanner>()
            .PlanAsync(file, journalPath, new PlanOptions(), stop);

        await using var journal = BatchJournal.Open(journalPath);
        var run = host.GetRequiredService<BatchRunFactory>()(journal);
        var lines = new List<string> { $"{plan.Apps} bindles, {plan.Estimate.Requests} requests" };
        await foreach (var happened in run.RunAsync(new BatchRunOptions(), stop))
        {
            lines.Add(happened switch
            {
                AppEnded ended => $"{ended.App.Title}: {ended.State}",
                RunEnded ended => $"{ended.Ending}, {ended.Open} open",
                _ => "",
            });
        }

        return string.Join('\n', lines.Where(line => line.Length > 0));
    }
}
