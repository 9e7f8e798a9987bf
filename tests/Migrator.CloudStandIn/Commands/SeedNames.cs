using Migrator.StandIn.Seeds;

namespace Migrator.StandIn.Commands;

/// <summary>Seeds as the command line names them: <c>KIND[:NAME[:VERSION]]</c>, or <c>bindle=DIR</c>.</summary>
internal static class SeedNames
{
    internal const string Description =
        "bindle=DIR (a legacy app of that bindle), legacy[:NAME[:VERSION[+BUILD]]], half-created[:NAME], "
        + "mixed-case, no-build-info[:NAME], oci[:NAME[:TAG]], 51-apps";

    private const string Folder = "bindle=";

    /// <summary>Puts a seed there.</summary>
    /// <param name="seeds">Where.</param>
    /// <param name="text">The seed.</param>
    /// <returns>False when there is no such seed.</returns>
    internal static bool TryApply(Seeder seeds, string text)
    {
        if (text.StartsWith(Folder, StringComparison.Ordinal))
        {
            seeds.LegacyAppOf(text[Folder.Length..]);
            return true;
        }

        var parts = text.Split(':', 3);
        var name = parts.ElementAtOrDefault(1);
        var version = parts.ElementAtOrDefault(2);
        switch (parts[0])
        {
            case "legacy":
                var build = (version ?? "1.0.0+r1a2b3c4d").Split('+', 2);
                seeds.LegacyApp(name ?? "hello", build[0], build.ElementAtOrDefault(1));
                return true;
            case "half-created":
                seeds.HalfCreatedApp(name ?? "half");
                return true;
            case "mixed-case":
                seeds.MixedCaseLegacyApp();
                return true;
            case "no-build-info":
                seeds.NoBuildInfoLegacyApp(name ?? "plain");
                return true;
            case "oci":
                seeds.OciApp(name ?? "packaged", version ?? "1.0.0-r80e5abb");
                return true;
            case "51-apps":
                seeds.ManyApps();
                return true;
            default:
                return false;
        }
    }
}
