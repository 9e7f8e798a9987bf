using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Migrator.Cli;

/// <summary>Which build this is.</summary>
internal static class BuildInfo
{
    private const int ShortCommit = 12;

    // The version, and behind a + the commit where the build knew it.
    private static readonly string[] Informational =
        (typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "0.0.0").Split('+');

    /// <summary>The version, without the commit.</summary>
    public static string Version => Informational[0];

    /// <summary>The first digits of the commit that was built; null when it was built outside a repository.</summary>
    public static string? Commit { get; } =
        Informational is [_, var commit] ? commit[..Math.Min(commit.Length, ShortCommit)] : null;

    /// <summary>What runs it: <c>.NET 10.0.1 on linux-x64</c>, and whether it is compiled ahead of time.</summary>
    public static string Runtime { get; } =
        $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.RuntimeIdentifier}"
        + (RuntimeFeature.IsDynamicCodeCompiled ? "" : ", native");

    /// <summary>All of it in one line, the version first.</summary>
    public static string Line { get; } = $"{Version} (commit {Commit ?? "unknown"}, {Runtime})";
}
