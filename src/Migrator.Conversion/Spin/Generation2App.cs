using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin;

/// <summary>What every form that Spin 2 and 3 read has in common: routes, hosts and base as those need them.</summary>
internal static class Generation2App
{
    /// <summary>Judges routes and hosts, and folds the base.</summary>
    /// <param name="app">The application.</param>
    /// <param name="options">Whether a base is mended.</param>
    /// <param name="findings">Where doubts go.</param>
    /// <returns>The application with the base <c>/</c>; null when its base is refused.</returns>
    public static SpinApplication? Prepare(
        SpinApplication app,
        ConversionOptions options,
        ICollection<Finding> findings)
    {
        var found = app.Components
            .SelectMany(component => HostFindings.Of(component.Id, component.Declared.AllowedHttpHosts))
            .Concat(RouteFindings.Of(app));
        foreach (var finding in found)
        {
            findings.Add(finding);
        }

        return BaseFolding.Fold(app, options.FixBase, findings);
    }
}
