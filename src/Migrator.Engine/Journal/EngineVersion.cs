using System.Reflection;

namespace Migrator.Engine.Journal;

/// <summary>Which version of the program writes.</summary>
internal static class EngineVersion
{
    /// <summary>The version, without the commit.</summary>
    public static string Text { get; } =
        (typeof(EngineVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion ?? "0.0.0").Split('+')[0];
}
