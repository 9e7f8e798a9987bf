using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin;

/// <summary>
/// What generation 1 does with a base: kept, because its bytes are Spin's (spec/spin-oci.md 5.3 and 6).
/// </summary>
internal static class Spin1Base
{
    /// <summary>Checks the base, and mends it when asked.</summary>
    /// <param name="app">The application.</param>
    /// <param name="options">Whether to mend it.</param>
    /// <param name="findings">Where doubts go.</param>
    /// <returns>The application, its base mended if asked; null when the base is refused.</returns>
    public static SpinApplication? Check(SpinApplication app, ConversionOptions options, ICollection<Finding> findings)
    {
        if (app.Trigger is not ApplicationTrigger.Http { Base: not "/" } http)
        {
            return app;
        }

        return http.Base is "" || http.Base.StartsWith('/')
            ? Keep(app, http, findings)
            : CheckRelative(app, http, options, findings);
    }

    private static SpinApplication? CheckRelative(
        SpinApplication app,
        ApplicationTrigger.Http http,
        ConversionOptions options,
        ICollection<Finding> findings)
    {
        if (options.FixBase)
        {
            findings.Add(BaseFindings.MendedOf(app.Id, http.Base));
            return Keep(app, new ApplicationTrigger.Http("/" + http.Base), findings);
        }

        // Exactly Spin's bytes are the purpose of the full version: there, as with ids, Spin's fault is kept and told.
        var refusal = BaseFindings.RelativeOf(app.Id, http.Base);
        var isExact = ConversionPolicy.IsExact(options);
        findings.Add(isExact ? refusal with { Level = FindingLevel.Warning } : refusal);
        return isExact ? Keep(app, http, findings) : null;
    }

    private static SpinApplication Keep(
        SpinApplication app,
        ApplicationTrigger.Http http,
        ICollection<Finding> findings)
    {
        if (http.Base != "/")
        {
            findings.Add(LossFindings.BaseKept.Of(
                "trigger base",
                $"The base {MessageText.Quote(http.Base)} is kept. Spin 3 refuses to start such an application; " +
                "there, and on hosts that run it below another path, it sees another base path. The profiles " +
                "universal and spin2 fold it into the routes."));
        }

        return app with { Trigger = http };
    }
}
