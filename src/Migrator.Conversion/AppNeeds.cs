using System.Collections.Immutable;
using Migrator.Conversion.Spin;
using Migrator.Conversion.Spin.Routes;

namespace Migrator.Conversion;

/// <summary>What an application asks of the host that runs it.</summary>
public sealed record AppNeeds
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The version that it says it has.</summary>
    public required string Version { get; init; }

    /// <summary>What starts it, such as <c>http</c>.</summary>
    public required string Trigger { get; init; }

    /// <summary>The routes of its components, from the root on; empty when HTTP does not start it.</summary>
    public ImmutableArray<HttpRoute> Routes { get; init; } = [];

    /// <summary>The variables that have no default.</summary>
    public ImmutableArray<string> RequiredVariables { get; init; } = [];

    /// <summary>Labels of the key-value stores that it opens, each once.</summary>
    public ImmutableArray<string> KeyValueStores { get; init; } = [];

    /// <summary>Labels of the SQLite databases that it opens, each once.</summary>
    public ImmutableArray<string> SqliteDatabases { get; init; } = [];

    /// <summary>The hosts that it may call, as its manifest has them, each once.</summary>
    public ImmutableArray<string> OutboundHosts { get; init; } = [];

    internal static AppNeeds Of(SpinApplication app, AppVersionPolicy version) => new()
    {
        Name = app.Id.Name,
        Version = app.VersionText(version),
        Trigger = app.Trigger.Type,
        Routes = RoutesOf(app),
        RequiredVariables =
        [
            .. app.Variables.Where(variable => variable.Value.Default is null).Select(variable => variable.Key),
        ],
        KeyValueStores = Each(app, component => component.KeyValueStores),
        SqliteDatabases = Each(app, component => component.SqliteDatabases),
        OutboundHosts = Each(app, component => component.AllowedHttpHosts),
    };

    private static ImmutableArray<HttpRoute> RoutesOf(SpinApplication app) =>
        app.Trigger is ApplicationTrigger.Http http
            ?
            [
                .. from component in app.Components
                   let trigger = component.Trigger as ComponentTrigger.Http
                   where trigger is not null
                   select new HttpRoute(component.Id, RoutePattern.Fold(http.Base, trigger.Route)),
            ]
            : [];

    private static ImmutableArray<string> Each(
        SpinApplication app, Func<SpinComponent, ImmutableArray<string>> texts) =>
        [.. app.Components.SelectMany(component => texts(component.Declared)).Distinct(StringComparer.Ordinal)];
}
