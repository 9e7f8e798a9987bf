using Migrator.Bindle.Toml;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Reads the executor of a component's trigger (spec/spin-oci.md 1.3).</summary>
internal static class ExecutorReader
{
    /// <summary>Reads.</summary>
    /// <param name="trigger">The component's trigger.</param>
    /// <param name="subject">Which component it is.</param>
    /// <param name="scope">Where findings go.</param>
    /// <param name="isMalformed">Whether there is one that Spin 1 does not know; a finding says so.</param>
    /// <returns>The executor; null when there is none or it is malformed.</returns>
    public static HttpExecutor? Read(TomlTableReader trigger, string subject, ManifestScope scope, out bool isMalformed)
    {
        var node = trigger.Node("executor");
        var executor = node is TomlTable table ? ReadTable(table, subject, scope) : null;
        isMalformed = node is not null && executor is null;
        if (node is not null && isMalformed)
        {
            const string message =
                "The executor is not one of Spin 1: a table with type 'spin', or with type 'wagi' and at most the " +
                "texts 'entrypoint' and 'argv'.";
            scope.Add(ManifestFindings.TriggerMalformed, subject, message, node.Position);
        }

        return executor;
    }

    private static HttpExecutor? ReadTable(TomlTable table, string subject, ManifestScope scope)
    {
        var type = table.TryGet("type", out var node) ? (node as TomlString)?.Value : null;
        switch (type)
        {
            case "spin":
                DroppedKeys.Report(table, ["type"], $"executor of {subject}", scope);
                return new HttpExecutor.Spin();
            case "wagi":
                return ReadWagi(table, subject, scope);
            default:
                return null;
        }
    }

    private static HttpExecutor.Wagi? ReadWagi(TomlTable table, string subject, ManifestScope scope)
    {
        if (!table.Entries.All(entry => entry is { Key: "type" or "entrypoint" or "argv", Value: TomlString }))
        {
            return null;
        }

        var entrypoint = Text(table, "entrypoint") ?? HttpExecutor.Wagi.DefaultEntrypoint;
        if (!string.Equals(entrypoint, HttpExecutor.Wagi.DefaultEntrypoint, StringComparison.Ordinal))
        {
            scope.Add(
                ManifestFindings.WagiEntrypoint,
                subject,
                $"The Wagi executor calls '{entrypoint}'; Spin 3 refuses to start such a component, because it calls " +
                "only '_start'. Let '_start' do the work before going to Spin 3.",
                table.Position);
        }

        return new HttpExecutor.Wagi(entrypoint, Text(table, "argv") ?? HttpExecutor.Wagi.DefaultArgv);
    }

    private static string? Text(TomlTable table, string key) =>
        table.TryGet(key, out var node) ? (node as TomlString)?.Value : null;
}
