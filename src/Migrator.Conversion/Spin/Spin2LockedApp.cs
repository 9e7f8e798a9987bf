using System.Collections.Immutable;
using Migrator.Conversion.Spin.Hosts;

namespace Migrator.Conversion.Spin;

/// <summary>
/// Makes the locked app that Spin 3 makes of an application's manifest of version 1 (spec/spin-oci.md 3.5), but for
/// ids, which stay as they are.
/// </summary>
internal static class Spin2LockedApp
{
    /// <summary>Builds.</summary>
    /// <param name="app">The application, its base folded.</param>
    /// <param name="version">Which version it says; the bindle itself is never named.</param>
    /// <returns>The locked app.</returns>
    public static LockedApp Build(SpinApplication app, AppVersionPolicy version)
    {
        // What Spin 1 and Spin 3 write alike is built once; here is what differs.
        var first = LockedAppBuilder.Build(app, version);
        return first with
        {
            Metadata = AppMetadata(app, version),
            Triggers = [.. app.Components.Select(component => Trigger(app, component))],
            Components = [.. first.Components.Zip(app.Components, WithMetadata)],
        };
    }

    private static SpinValue.Table AppMetadata(SpinApplication app, AppVersionPolicy version)
    {
        var parameters = Parameters(app.Trigger);
        var metadata = SpinValue.TableOf(
            ("name", SpinValue.Of(app.Id.Name)),
            ("version", SpinValue.Of(app.VersionText(version))),
            ("triggers", SpinValue.TableOf((app.Trigger.Type, parameters))));

        // Spin derives the single trigger from the components; without any there is none.
        if (!app.Components.IsEmpty)
        {
            metadata = metadata.With("trigger", parameters.With("type", SpinValue.Of(app.Trigger.Type)));
        }

        return WithTexts(WithText(metadata, "description", app.Description), "authors", app.Authors);
    }

    private static SpinValue.Table Parameters(ApplicationTrigger trigger) => trigger switch
    {
        ApplicationTrigger.Http http => SpinValue.TableOf(("base", SpinValue.Of(http.Base))),
        ApplicationTrigger.Redis redis => SpinValue.TableOf(("address", SpinValue.Of(redis.Address))),
        ApplicationTrigger.External external => external.Parameters,
        _ => throw new InvalidOperationException($"No metadata are known for {trigger.GetType().Name}."),
    };

    private static LockedTrigger Trigger(SpinApplication app, AppComponent component)
    {
        var config = TriggerConfig(component.Trigger).With("component", SpinValue.Of(component.Id));
        return new LockedTrigger("trigger-" + component.Id, app.Trigger.Type, config);
    }

    private static SpinValue.Table TriggerConfig(ComponentTrigger trigger) => trigger switch
    {
        ComponentTrigger.Http http => WithExecutor(
            SpinValue.TableOf(("route", SpinValue.Of(http.Route))),
            http.Executor),
        ComponentTrigger.Redis redis => WithExecutor(
            SpinValue.TableOf(("channel", SpinValue.Of(redis.Channel))),
            redis.HasExecutor ? new HttpExecutor.Spin() : null),
        ComponentTrigger.External external => external.Values,
        _ => throw new InvalidOperationException($"No configuration is known for {trigger.GetType().Name}."),
    };

    private static SpinValue.Table WithExecutor(SpinValue.Table config, HttpExecutor? executor) => executor switch
    {
        null => config,
        HttpExecutor.Wagi wagi => config.With("executor", SpinValue.TableOf(
            ("type", SpinValue.Of("wagi")),
            ("entrypoint", SpinValue.Of(wagi.Entrypoint)),
            ("argv", SpinValue.Of(wagi.Argv)))),
        _ => config.With("executor", SpinValue.TableOf(("type", SpinValue.Of("spin")))),
    };

    private static LockedComponent WithMetadata(LockedComponent locked, AppComponent component)
    {
        var declared = component.Declared;
        var metadata = SpinValue.TableOf(
            ("allowed_outbound_hosts", SpinValue.Of(OutboundHosts.From(declared.AllowedHttpHosts))));
        metadata = WithText(metadata, "description", declared.Description);
        metadata = WithTexts(metadata, "ai_models", declared.AiModels);
        metadata = WithTexts(metadata, "databases", declared.SqliteDatabases);
        return locked with { Metadata = WithTexts(metadata, "key_value_stores", declared.KeyValueStores) };
    }

    private static SpinValue.Table WithText(SpinValue.Table table, string key, string? text) =>
        string.IsNullOrEmpty(text) ? table : table.With(key, SpinValue.Of(text));

    private static SpinValue.Table WithTexts(SpinValue.Table table, string key, ImmutableArray<string> texts) =>
        texts.IsEmpty ? table : table.With(key, SpinValue.Of(texts));
}
