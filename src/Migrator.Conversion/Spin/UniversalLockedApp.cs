using Migrator.Conversion.Spin.Hosts;

namespace Migrator.Conversion.Spin;

/// <summary>
/// Makes the locked app that every Spin from 1.5 to 3 runs (spec/spin-oci.md 4.8, normative point 1).
/// </summary>
internal static class UniversalLockedApp
{
    /// <summary>Builds: what Spin 1.5 makes, and in every component the hosts as Spin 2 and 3 read them.</summary>
    /// <param name="app">The application, its base folded.</param>
    /// <param name="version">Which version it says, and whether it names the bindle.</param>
    /// <returns>The locked app.</returns>
    public static LockedApp Build(SpinApplication app, AppVersionPolicy version)
    {
        var first = LockedAppBuilder.Build(app, version);
        return first with { Components = [.. first.Components.Zip(app.Components, WithOutboundHosts)] };
    }

    private static LockedComponent WithOutboundHosts(LockedComponent locked, AppComponent component) => locked with
    {
        Metadata = locked.Metadata.With(
            "allowed_outbound_hosts",
            SpinValue.Of(OutboundHosts.From(component.Declared.AllowedHttpHosts))),
    };
}
