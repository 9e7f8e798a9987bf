using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Toml;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Reads one <c>[[component]]</c> (spec/spin-oci.md 1.1).</summary>
internal static class ComponentReader
{
    /// <summary>Reads.</summary>
    /// <param name="table">The component's table.</param>
    /// <param name="application">The application's trigger; null when it could not be read.</param>
    /// <param name="scope">Where findings go.</param>
    /// <returns>The component; null, with a fault, when a required key is missing or malformed.</returns>
    public static SpinComponent? Read(TomlTableReader table, ApplicationTrigger? application, ManifestScope scope)
    {
        var source = table.RequiredString("source");
        var id = table.RequiredString("id");
        var subject = id is null ? table.Path : $"component {id}";
        var trigger = table.RequiredTable("trigger") is { } inner
            ? ComponentTriggerReader.Read(inner, application, subject, scope)
            : null;
        var component = new SpinComponent
        {
            Id = id ?? "",
            Source = source ?? "",
            Trigger = trigger ?? new ComponentTrigger.External(new SpinValue.Table(SpinValue.NoKeys)),
            Description = table.OptionalString("description"),
            FileGroup = table.OptionalString("files"),
            AllowedHttpHosts = ReadHosts(table, subject, scope),
            KeyValueStores = table.Strings("keyValueStores"),
            SqliteDatabases = table.Strings("sqliteDatabases"),
            AiModels = table.Strings("aiModels"),
            Environment = ReadTexts(table, "environment"),
            Config = ReadTexts(table, "config"),
            Place = scope.PlaceOf(table.Position),
        };
        table.End();
        SecretNames.Check(component, subject, table.PositionOf("environment"), scope);
        return source is null || id is null || trigger is null ? null : component;
    }

    private static ImmutableSortedDictionary<string, string> ReadTexts(TomlTableReader table, string key)
    {
        var texts = TextMap.Empty.ToBuilder();
        if (table.OptionalTable(key) is { } inner)
        {
            foreach (var entry in inner.Table.Entries)
            {
                // The fault of another type is recorded by the reader; the null is never used then.
                texts[entry.Key] = inner.OptionalString(entry.Key) ?? "";
            }
        }

        return texts.ToImmutable();
    }

    private static ImmutableArray<string> ReadHosts(TomlTableReader table, string subject, ManifestScope scope)
    {
        var hosts = table.Strings("allowedHttpHosts");
        foreach (var host in AllowedHosts.FindFaults(hosts))
        {
            scope.Add(
                ManifestFindings.HostNotValid,
                subject,
                $"The entry {host + 1} of 'allowedHttpHosts' is not a host; expected HOST, HOST:PORT, or an http or " +
                "https URL without a path. Spin refuses the application; mend the entry in the bindle's source.",
                table.PositionOf("allowedHttpHosts"));
        }

        return hosts;
    }
}
