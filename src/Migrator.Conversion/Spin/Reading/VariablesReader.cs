using System.Collections.Immutable;
using Migrator.Bindle.Toml;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>
/// Reads the application's variables: <c>variables</c> of Spin 0.5 and later, or <c>config</c> of Spin 0.2 to 0.4
/// (spec/spin-oci.md 1.2 and 1.4).
/// </summary>
internal static class VariablesReader
{
    private static readonly string[] SlotKeys = ["default", "required", "secret"];

    /// <summary>Reads.</summary>
    /// <param name="root">The manifest's table.</param>
    /// <param name="scope">Where findings go.</param>
    /// <returns>The variables that could be read.</returns>
    public static ImmutableSortedDictionary<string, SpinVariable> Read(TomlTableReader root, ManifestScope scope)
    {
        var variables = root.OptionalTable("variables");
        var config = root.OptionalTable("config");
        if (config is not null)
        {
            ReportEarly(config, isBeside: variables is not null, scope);
        }

        var found = SpinManifest.NoVariables.ToBuilder();
        foreach (var table in new[] { variables, config }.OfType<TomlTableReader>())
        {
            foreach (var entry in table.Table.Entries)
            {
                if (ReadVariable(table, entry, scope) is { } variable)
                {
                    found[entry.Key] = variable;
                }
            }
        }

        return found.ToImmutable();
    }

    private static void ReportEarly(TomlTableReader config, bool isBeside, ManifestScope scope)
    {
        if (isBeside)
        {
            const string both =
                "The manifest has both 'config' and 'variables', which no Spin wrote; keep one of them.";
            scope.Add(ManifestFindings.ConfigAndVariables, "Spin manifest", both, config.Position);
            return;
        }

        const string message =
            "The variables stand in 'config', as Spin 0.2 to 0.4 wrote it; they are taken as 'variables'. Later " +
            "Spins refuse the bindle itself.";
        scope.Add(ManifestFindings.EarlyConfig, "Spin manifest", message, config.Position);
    }

    private static SpinVariable? ReadVariable(TomlTableReader table, TomlEntry entry, ManifestScope scope)
    {
        if (entry.Value is TomlTable inner && IsPath(entry.Key, inner))
        {
            scope.Add(
                ManifestFindings.DottedVariable,
                $"variable {entry.Key}",
                $"The variable '{entry.Key}' is a path with dots or groups others, as Spin 0.2 to 0.5 allowed; no " +
                "later Spin can hold it. Give it a plain name of a-z, 0-9 and _ in the source and publish again.",
                entry.KeyPosition);
            return null;
        }

        return table.OptionalTable(entry.Key) is { } slot ? ReadSlot(slot, entry, scope) : null;
    }

    private static bool IsPath(string key, TomlTable table) =>
        key.Contains('.', StringComparison.Ordinal) ||
        (table.Entries.Count > 0 && table.Entries.All(entry => entry.Value is TomlTable && !IsSlotKey(entry.Key)));

    private static bool IsSlotKey(string key) => SlotKeys.Contains(key, StringComparer.Ordinal);

    private static SpinVariable? ReadSlot(TomlTableReader slot, TomlEntry entry, ManifestScope scope)
    {
        var text = slot.OptionalString("default");
        var isRequired = slot.OptionalBoolean("required") ?? false;
        var isSecret = slot.OptionalBoolean("secret") ?? false;
        slot.End();
        var subject = $"variable {entry.Key}";
        if (isRequired == text is not null)
        {
            var got = isRequired ? "both" : "neither";
            scope.Add(
                ManifestFindings.VariableNeedsOne,
                subject,
                $"The variable '{entry.Key}' has {got}; expected either 'required = true' or a default. Spin refuses " +
                "it.",
                entry.KeyPosition);
            return null;
        }

        VariableChecks.Check(entry, new SpinVariable(text, isSecret), subject, scope);
        return new SpinVariable(text, isSecret);
    }
}
