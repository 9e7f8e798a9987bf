using System.Diagnostics;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>
/// A test on a file system of its own that is soon full; skipped, and counted as skipped, where none may be mounted.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TinyDiskFactAttribute : FactAttribute
{
    private const string Reason = "needs leave to mount a tmpfs in a namespace of its own (unshare --map-root-user)";
    private static readonly Lazy<bool> MayMount = new(TryMount);

    /// <summary>Skips the test where nothing may be mounted.</summary>
    public TinyDiskFactAttribute()
    {
        if (!MayMount.Value)
        {
            Skip = Reason;
        }
    }

    private static bool TryMount()
    {
        var start = new ProcessStartInfo(
            "unshare", ["--map-root-user", "--mount", "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/mnt"])
        {
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
