using System.Reflection;

namespace Migrator.Cli;

/// <summary>Which build this is.</summary>
internal static class BuildInfo
{
    /// <summary>The version, without the commit.</summary>
    public static string Version { get; } = Read().Split('+')[0];

    private static string Read() =>
        typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>(
            )?.InformationalVersion ?? "0.0.0";
}
