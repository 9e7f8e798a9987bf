using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin;

/// <summary>What generation 1 does with a base: kept, because its bytes are Spin's (spec/spin-oci.md 5.3 and 6).</summary>
internal static class Spin1Base
{
    private const string Subject = "trigger base";

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

        var refused = false;
        if (!http.Base.StartsWith('/'))
        {
            (http, refused) = options.FixBase ? (Mend(http, findings), false) : (http, Refuse(http, options, findings));
        }

        if (!refused && http.Base != "/")
        {
            findings.Add(LossFindings.BaseKept.Of(
                Subject,
                $"The base '{http.Base}' is kept. Spin 3 refuses to start such an application, and the application sees the base in " +
                "its requests as it did on Spin 1. The profiles universal and spin2 fold the base into the routes."));
        }

        return refused ? null : app with { Trigger = http };
    }

    private static ApplicationTrigger.Http Mend(ApplicationTrigger.Http http, ICollection<Finding> findings)
    {
        findings.Add(LossFindings.BaseMended.Of(
            Subject,
            $"The base '{http.Base}' matched nothing on Spin 1; it is now '/{http.Base}', so that the application answers there."));
        return new ApplicationTrigger.Http("/" + http.Base);
    }

    // Exactly Spin's bytes are the purpose of the full version: there, as with ids, Spin's fault is kept and told.
    private static bool Refuse(ApplicationTrigger.Http http, ConversionOptions options, ICollection<Finding> findings)
    {
        var isExact = options is { AppVersion: AppVersionPolicy.Full, Strict: false };
        var next = isExact ? "It is kept, because the bytes are to be Spin's." : "It is refused.";
        findings.Add(LossFindings.BaseWithoutSlash.Of(
            Subject,
            $"The base '{http.Base}' does not begin with '/', so that no route of the application matched on Spin 1. {next} To mend " +
            "it, convert with --fix-base.",
            level: isExact ? FindingLevel.Warning : null));
        return !isExact;
    }
}
