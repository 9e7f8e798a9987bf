using System.Diagnostics;
using System.Globalization;
using Migrator.Oci.References;
using Migrator.Oci.Targets;
using Migrator.Testing;

namespace Migrator.Oci.Tests;

/// <summary>
/// This assembly run as a program: pushes images to a target, so that tests can have several processes at it.
/// </summary>
internal static class PusherProcess
{
    /// <summary>Pushes images with tags <c>NAME-0</c> and on; or, without a count, hangs in a push.</summary>
    /// <param name="args">Target, name, count.</param>
    public static async Task Main(string[] args)
    {
        var reference = TargetReference.Parse(args[0]);
        if (args.Length == 2)
        {
            await HangAsync(reference, args[1]);
            return;
        }

        for (var number = 0; number < int.Parse(args[2], CultureInfo.InvariantCulture); number++)
        {
            await using var target = await OciTargets.OpenAsync(reference, CancellationToken.None);
            await OciContent.PushImageAsync(target, $"{args[1]}-{number}", "shared", $"own {args[1]} {number}");
        }
    }

    /// <summary>Starts a process that pushes a blob, is half way through a second, and is killed there.</summary>
    public static async Task RunAndKillAsync(string target, string name)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(PusherProcess).Assembly.Location, target, name])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        Assert.Equal("hanging", await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)));
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Runs this assembly as a program of its own.</summary>
    public static Task<ToolResult> RunAsync(string target, string name, int count) => Tool.RunAsync(
        "dotnet", typeof(PusherProcess).Assembly.Location, target, name, count.ToString(CultureInfo.InvariantCulture));

    private static async Task HangAsync(TargetReference reference, string name)
    {
        await using var target = await OciTargets.OpenAsync(reference, CancellationToken.None);
        await OciContent.PushLayerAsync(target, name);
        await target.PushBlobAsync(
            OciContent.Layer("never"),
            async token =>
            {
                await Console.Out.WriteLineAsync("hanging");
                await Task.Delay(Timeout.Infinite, token);
                return Stream.Null;
            },
            CancellationToken.None);
    }
}
