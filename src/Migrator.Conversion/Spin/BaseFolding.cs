using Migrator.Bindle.Verification;
using Migrator.Conversion.Spin.Routes;

namespace Migrator.Conversion.Spin;

/// <summary>
/// Writes an application's <c>base</c> into its routes, because Spin 3 starts no app whose base is not <c>/</c>
/// (spec/spin-oci.md 4.8).
/// </summary>
internal static class BaseFolding
{
    private const string Root = "/";

    /// <summary>Folds the base.</summary>
    /// <param name="app">The application; returned as it is when it has no base but <c>/</c>.</param>
    /// <param name="fixBase">Whether a base without leading <c>/</c> is mended instead of refused.</param>
    /// <param name="findings">Takes what was changed, or why the base is refused.</param>
    /// <returns>The application with the base <c>/</c>; null when the base is refused.</returns>
    public static SpinApplication? Fold(SpinApplication app, bool fixBase, ICollection<Finding> findings)
    {
        if (app.Trigger is not ApplicationTrigger.Http http || http.Base == Root)
        {
            return app;
        }

        if (http.Base.Length > 0 && !http.Base.StartsWith('/'))
        {
            findings.Add(fixBase
                ? BaseFindings.MendedOf(app.Id, http.Base)
                : BaseFindings.RelativeOf(app.Id, http.Base));
            return fixBase ? Below(app, Root + http.Base, findings) : null;
        }

        return Below(app, http.Base, findings);
    }

    private static SpinApplication Below(SpinApplication app, string basePath, ICollection<Finding> findings)
    {
        findings.Add(BaseFindings.FoldedOf(app.Id, basePath));
        return app with
        {
            Trigger = new ApplicationTrigger.Http(Root),
            Components = [.. app.Components.Select(component => Below(component, basePath))],
        };
    }

    private static AppComponent Below(AppComponent component, string basePath) =>
        component.Trigger is ComponentTrigger.Http http
            ? component with
            {
                Declared = component.Declared with
                {
                    Trigger = http with { Route = RoutePattern.Fold(basePath, http.Route) },
                },
            }
            : component;
}
