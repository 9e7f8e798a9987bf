using Migrator.Testing;

namespace Migrator.Cli.Tests.Commands;

/// <summary>A login for a Bindle server that is none: a fault of the command line, before anything begins.</summary>
public sealed class BatchServerLoginTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData("plan", "batch.toml", "--replace")]
    [InlineData("run", "batch.db")]
    [InlineData("verify", "batch.db")]
    public async Task Batch_UserWithoutAPassword_IsAMistakeOfUse(string command, string file, params string[] more)
    {
        var batch = _temp.Combine("batch.toml");
        await File.WriteAllTextAsync(batch, """
            version = 1
            [[source]]
            server = "http://127.0.0.1:1/v1/"
            bindles = ["shop/1.0.0", "cart/1.0.0"]
            [target]
            registry = "localhost:1"

            """);
        var planned = await CliRun.OfAsync("batch", "plan", batch, "--retries", "0");
        Assert.True(planned.ExitCode == ExitCode.Done, planned.Error);
        var before = await StatusAsync();

        var run = await CliRun.WithVariablesAsync(
            name => name switch { "BINDLE_USERNAME" => "joe", "BINDLE_URL" => "http://127.0.0.1:1/v1/", _ => null },
            ["batch", command, _temp.Combine(file), "--retries", "0", .. more]);

        Assert.True(run.ExitCode == ExitCode.Usage, $"{run.ExitCode}: {run.Error}");
        Assert.Contains("no password", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("a fault of", run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, await StatusAsync());
    }

    public void Dispose() => _temp.Dispose();

    private async Task<string> StatusAsync() =>
        (await CliRun.OfAsync("batch", "status", _temp.Combine("batch.db"))).Output;
}
