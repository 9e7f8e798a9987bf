using Migrator.Bindle.Toml;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>
/// Reads a component's trigger by the kind of the application's. Spin's bindle loader went by the trigger's shape and
/// so could not lock some applications (spec/spin-oci.md 1.3).
/// </summary>
internal static class ComponentTriggerReader
{
    /// <summary>Reads.</summary>
    /// <param name="table">The trigger's table.</param>
    /// <param name="application">The application's trigger; null when it could not be read.</param>
    /// <param name="subject">Which component it is.</param>
    /// <param name="scope">Where findings go.</param>
    /// <returns>The trigger; null, with a finding, when it is malformed.</returns>
    public static ComponentTrigger? Read(
        TomlTableReader table,
        ApplicationTrigger? application,
        string subject,
        ManifestScope scope) => application switch
        {
            ApplicationTrigger.Http => ReadHttp(table, subject, scope),
            ApplicationTrigger.Redis => ReadRedis(table, subject, scope),
            ApplicationTrigger.External external => ReadExternal(table, external, subject, scope),
            _ => null,
        };

    private static ComponentTrigger.Http? ReadHttp(TomlTableReader table, string subject, ManifestScope scope)
    {
        if (Text(table, "route") is not { } route)
        {
            Malformed(
                "The application's trigger is http, so a text 'route' is needed.",
                table,
                "route",
                subject,
                scope);
            return null;
        }

        DroppedKeys.Report(table.Table, ["route", "executor"], $"trigger of {subject}", scope);
        var executor = ExecutorReader.Read(table, subject, scope, out var isMalformed);
        return isMalformed ? null : new ComponentTrigger.Http(route, executor);
    }

    private static ComponentTrigger.Redis? ReadRedis(TomlTableReader table, string subject, ManifestScope scope)
    {
        if (Text(table, "channel") is not { } channel)
        {
            Malformed(
                "The application's trigger is redis, so a text 'channel' is needed.",
                table,
                "channel",
                subject,
                scope);
            return null;
        }

        DroppedKeys.Report(table.Table, ["channel", "executor"], $"trigger of {subject}", scope);
        var executor = ExecutorReader.Read(table, subject, scope, out var isMalformed);
        if (isMalformed || executor is HttpExecutor.Wagi)
        {
            Malformed("The executor of a Redis trigger can only be 'spin'.", table, "executor", subject, scope);
            return null;
        }

        if (executor is not null)
        {
            const string message =
                "The executor 'spin' is left out: Spin 1 does not carry it for Redis triggers and uses no other.";
            scope.Add(ManifestFindings.RedisExecutorDropped, subject, message, table.PositionOf("executor"));
        }

        return new ComponentTrigger.Redis(channel, executor is not null);
    }

    private static ComponentTrigger.External ReadExternal(
        TomlTableReader table,
        ApplicationTrigger.External application,
        string subject,
        ManifestScope scope)
    {
        var key = Text(table, "route") is not null ? "route" : Text(table, "channel") is not null ? "channel" : null;
        if (key is not null)
        {
            scope.AddDoubt(
                ManifestFindings.TriggerResolved,
                subject,
                $"The trigger is of type '{application.Type}' but has a text '{key}', so that Spin's bindle loader " +
                "took it for another and failed; here it goes by the application's trigger, as in Spin's own loader " +
                "of source.",
                table.PositionOf(key));
        }

        return new ComponentTrigger.External(TomlValues.TableOf(table.Table));
    }

    private static string? Text(TomlTableReader table, string key) => (table.Node(key) as TomlString)?.Value;

    private static void Malformed(
        string message,
        TomlTableReader table,
        string key,
        string subject,
        ManifestScope scope) =>
        scope.Add(ManifestFindings.TriggerMalformed, subject, message, table.PositionOf(key));
}
