namespace Migrator.Conversion;

/// <summary>Which version the application says it has.</summary>
public enum AppVersionPolicy
{
    /// <summary>The author's: everything before <c>+</c>; no <c>bindle_version</c>.</summary>
    Plain,

    /// <summary>The bindle's full version, and <c>bindle_version</c>, as Spin's bindle loader gave them.</summary>
    Full,
}
