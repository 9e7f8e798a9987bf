using Migrator.Bindle.Toml;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>Tells files that are TOML too and are given by mistake for a module map.</summary>
internal static class OtherToml
{
    /// <summary>What a file is, if it is one of them.</summary>
    /// <param name="root">The file's table.</param>
    /// <returns>A sentence without its subject, and what to give instead; null for every other file.</returns>
    public static string? Describe(TomlTable root)
    {
        if (root.TryGet("spin_manifest_version", out _) || root.TryGet("spin_version", out _))
        {
            return "is the manifest of a Spin application. Give the bindle that Spin made of it; to publish the "
                + "sources, Spin itself has 'spin registry push'.";
        }

        if (root.TryGet("bindleVersion", out _))
        {
            return "is the invoice of a bindle. Give the bindle's folder, with the invoice as invoice.toml and its "
                + "parcels beside it.";
        }

        return root.TryGet("package", out _) || root.TryGet("workspace", out _)
            ? "is a manifest of Cargo. Give the HIPPOFACTS or modules.toml that names the built modules."
            : null;
    }
}
