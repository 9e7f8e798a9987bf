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
    /// <summary>Pushes <c>COUNT</c> images with tags <c>NAME-0</c> and on.</summary>
    /// <param name="args">Target, name, count.</param>
    public static async Task Main(string[] args)
    {
        var reference = TargetReference.Parse(args[0]);
        for (var number = 0; number < int.Parse(args[2], CultureInfo.InvariantCulture); number++)
        {
            await using var target = await OciTargets.OpenAsync(reference, CancellationToken.None);
            await OciContent.PushImageAsync(target, $"{args[1]}-{number}", "shared", $"own {args[1]} {number}");
        }
    }

    /// <summary>Runs this assembly as a program of its own.</summary>
    public static Task<ToolResult> RunAsync(string target, string name, int count) => Tool.RunAsync(
        "dotnet", typeof(PusherProcess).Assembly.Location, target, name, count.ToString(CultureInfo.InvariantCulture));
}
