using Migrator.Bindle.Toml;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Reads <c>[trigger]</c>, the application's trigger (spec/spin-oci.md 1.3).</summary>
internal static class ApplicationTriggerReader
{
    private const string Subject = "trigger of the application";

    /// <summary>Reads.</summary>
    /// <param name="root">The manifest's table.</param>
    /// <param name="scope">Where findings go.</param>
    /// <returns>The trigger; null, with a fault, when there is none or it lacks what its kind needs.</returns>
    public static ApplicationTrigger? Read(TomlTableReader root, ManifestScope scope)
    {
        var table = root.RequiredTable("trigger");
        var type = table?.RequiredString("type");
        return (table, type) switch
        {
            (null, _) or (_, null) => null,
            (_, "http") => ReadHttp(table, scope),
            (_, "redis") => ReadRedis(table, scope),
            _ => new ApplicationTrigger.External(type, TomlValues.TableOf(table.Table, except: "type")),
        };
    }

    private static ApplicationTrigger.Http ReadHttp(TomlTableReader table, ManifestScope scope)
    {
        // Spin demanded a base until 1.5.1; since then, and here, it is / unless said.
        var root = table.OptionalString("base") ?? "/";
        DroppedKeys.Report(table.Table, ["type", "base"], Subject, scope);
        return new ApplicationTrigger.Http(root);
    }

    private static ApplicationTrigger.Redis? ReadRedis(TomlTableReader table, ManifestScope scope)
    {
        var address = table.RequiredString("address");
        DroppedKeys.Report(table.Table, ["type", "address"], Subject, scope);
        return address is null ? null : new ApplicationTrigger.Redis(address);
    }
}
