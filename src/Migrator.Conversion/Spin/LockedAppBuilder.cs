using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Conversion.Spin;

/// <summary>Makes the locked app that Spin 1.5 makes of an application (spec/spin-oci.md 3.2-3.4).</summary>
internal static class LockedAppBuilder
{
    /// <summary>Builds.</summary>
    /// <param name="app">The application.</param>
    /// <param name="version">Which version it says, and whether it names the bindle.</param>
    /// <returns>The locked app.</returns>
    public static LockedApp Build(SpinApplication app, AppVersionPolicy version) => new()
    {
        Metadata = AppMetadata(app, version),
        Variables = app.Variables,
        Triggers = Triggers(app),
        Components = [.. app.Components.Select(Component)],
    };

    /// <summary>
    /// The version that Spin's bindle loader notes: the text after the <em>first</em> <c>/</c> of the id. For names
    /// with a <c>/</c> that is no version; a fault of Spin that faithful bytes keep (spec/spin-oci.md 2).
    /// </summary>
    /// <param name="id">The bindle's id.</param>
    public static string BindleVersion(BindleId id)
    {
        var text = id.ToString();
        return text[(text.IndexOf('/', StringComparison.Ordinal) + 1)..];
    }

    private static SpinValue.Table AppMetadata(SpinApplication app, AppVersionPolicy version)
    {
        var metadata = SpinValue.TableOf(
            ("name", SpinValue.Of(app.Id.Name)),
            ("version", SpinValue.Of(app.VersionText(version))),
            ("trigger", TriggerMetadata(app.Trigger)));
        if (app.Description is not null)
        {
            metadata = metadata.With("description", SpinValue.Of(app.Description));
        }

        return version == AppVersionPolicy.Full
            ? metadata.With("bindle_version", SpinValue.Of(BindleVersion(app.Id)))
            : metadata;
    }

    private static SpinValue.Table TriggerMetadata(ApplicationTrigger trigger)
    {
        var metadata = trigger switch
        {
            ApplicationTrigger.Http http => SpinValue.TableOf(("base", SpinValue.Of(http.Base))),
            ApplicationTrigger.Redis redis => SpinValue.TableOf(("address", SpinValue.Of(redis.Address))),
            ApplicationTrigger.External external => external.Parameters.WithPlainMoments(),
            _ => throw new InvalidOperationException($"No metadata are known for {trigger.GetType().Name}."),
        };
        return metadata.With("type", SpinValue.Of(trigger.Type));
    }

    // Spin files triggers by id: of two with one id, the first gives the place and the last the value.
    private static ImmutableArray<LockedTrigger> Triggers(SpinApplication app)
    {
        var triggers = new List<LockedTrigger>(app.Components.Length);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var component in app.Components)
        {
            var trigger = new LockedTrigger("trigger--" + component.Id, app.Trigger.Type, TriggerConfig(component));
            if (places.TryAdd(trigger.Id, triggers.Count))
            {
                triggers.Add(trigger);
            }
            else
            {
                triggers[places[trigger.Id]] = trigger;
            }
        }

        return [.. triggers];
    }

    private static SpinValue.Table TriggerConfig(AppComponent component)
    {
        var id = SpinValue.TableOf(("component", SpinValue.Of(component.Id)));
        return component.Trigger switch
        {
            ComponentTrigger.Http http => id
                .With("executor", Executor(http.Executor))
                .With("route", SpinValue.Of(http.Route)),
            ComponentTrigger.Redis redis => id.With("channel", SpinValue.Of(redis.Channel)),

            // A key named component takes the id's place, as it does in Spin.
            ComponentTrigger.External external => new(id.Items.SetItems(external.Values.Items)),
            _ => throw new InvalidOperationException(
                $"No configuration is known for {component.Trigger.GetType().Name}."),
        };
    }

    private static SpinValue Executor(HttpExecutor? executor) => executor switch
    {
        null => SpinValue.Null,
        HttpExecutor.Wagi wagi => SpinValue.TableOf(
            ("type", SpinValue.Of("wagi")),
            ("entrypoint", SpinValue.Of(wagi.Entrypoint)),
            ("argv", SpinValue.Of(wagi.Argv))),
        _ => SpinValue.TableOf(("type", SpinValue.Of("spin"))),
    };

    private static LockedComponent Component(AppComponent component) => new()
    {
        Id = component.Id,
        Metadata = ComponentMetadata(component.Declared),
        Source = component.Source,
        Env = component.Declared.Environment,
        Files = component.Files,
        Config = component.Declared.Config,
    };

    private static SpinValue.Table ComponentMetadata(SpinComponent component)
    {
        var metadata = SpinValue.TableOf(
            ("ai_models", SpinValue.Of(component.AiModels)),
            ("allowed_http_hosts", SpinValue.Of(component.AllowedHttpHosts)),
            ("databases", SpinValue.Of(component.SqliteDatabases)),
            ("key_value_stores", SpinValue.Of(component.KeyValueStores)));
        return component.Description is null
            ? metadata
            : metadata.With("description", SpinValue.Of(component.Description));
    }
}
