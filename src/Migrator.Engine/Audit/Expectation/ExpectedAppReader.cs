using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Toml;
using Migrator.Bindle.Verification;
using Migrator.Engine.Audit.Reading;

namespace Migrator.Engine.Audit.Expectation;

/// <summary>
/// Recomputes from a bindle what its application is (spec/spin-oci.md 1 to 3). On purpose a second opinion: it shares
/// no code with the conversion, and it does not judge the manifest's own rules, which the conversion does.
/// </summary>
internal sealed class ExpectedAppReader
{
    private const string SpinManifest = "application/vnd.fermyon.spin+toml";
    private const int MaxManifestBytes = 16 << 20;

    private readonly Invoice _invoice;
    private readonly List<TomlFault> _faults = [];

    private ExpectedAppReader(Invoice invoice) => _invoice = invoice;

    /// <summary>Reads the Spin manifest of a bindle, or the handlers of a Wagi bindle, and computes the
    /// application.</summary>
    /// <param name="bindle">The bindle.</param>
    /// <param name="files">How many files the components of the audited application have together.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The application.</returns>
    /// <exception cref="ArtifactFormatException">
    /// The bindle is no Spin application, or one that cannot be understood.
    /// </exception>
    /// <exception cref="BindleSourceException">The manifest's parcel cannot be read.</exception>
    public static async Task<ExpectedApp> ReadAsync(
        VerifiedBindle bindle, int files, CancellationToken cancellationToken)
    {
        var manifests = bindle.Invoice.Parcels.Where(parcel => parcel.Label.MediaType == SpinManifest).ToList();
        if (manifests.Count == 0 && bindle.Invoice.Parcels.Any(WagiLabels.IsHandler))
        {
            return ExpectedWagiReader.Read(bindle.Invoice, files);
        }

        if (manifests.Count != 1)
        {
            throw new ArtifactFormatException(
                $"It has {manifests.Count} parcels of media type {SpinManifest}; a Spin application has one.");
        }

        var bytes = await bindle.ReadParcelAsync(
            manifests[0].Label, MaxManifestBytes, cancellationToken).ConfigureAwait(false);
        return new ExpectedAppReader(bindle.Invoice).Read(bytes);
    }

    private ExpectedApp Read(byte[] manifest)
    {
        var document = TomlDocument.Read(manifest);
        if (document.Root is null)
        {
            throw Fault(document.Faults[0]);
        }

        var app = ReadApp(new TomlTableReader(document.Root, "", _faults));
        return _faults.Count == 0 ? app! : throw Fault(_faults[0]);
    }

    private ExpectedApp? ReadApp(TomlTableReader root)
    {
        var trigger = root.RequiredTable("trigger");
        if (trigger?.RequiredString("type") is not { } type)
        {
            return null;
        }

        return new ExpectedApp
        {
            Id = _invoice.Id,
            Description = _invoice.Description,
            Authors = _invoice.Authors,
            TriggerType = type,
            Trigger = ReadAppTrigger(type, trigger),
            Variables = ReadVariables(root.OptionalTable("variables") ?? root.OptionalTable("config")),
            Sizes = _invoice.Parcels.Select(parcel => parcel.Label).DistinctBy(label => label.Sha256)
                .ToDictionary(label => label.Sha256.ToLowerInvariant(), label => label.Size, StringComparer.Ordinal),
            Components = [.. root.Tables("component").Select(component => ReadComponent(type, component))],
        };
    }

    private static JsonObject ReadAppTrigger(string type, TomlTableReader trigger) => type switch
    {
        "http" => new JsonObject { ["base"] = trigger.OptionalString("base") ?? "/" },
        "redis" => new JsonObject { ["address"] = trigger.RequiredString("address") },
        _ => TomlValues.ToJson(trigger.Table, "type"),
    };

    private JsonObject ReadVariables(TomlTableReader? variables)
    {
        var json = new JsonObject();
        foreach (var entry in variables?.Table.Entries ?? [])
        {
            if (entry.Value is not TomlTable table)
            {
                variables!.Add(
                    TomlFaultKind.WrongType,
                    entry.KeyPosition,
                    entry.Key,
                    $"Expected a table, got {entry.Value.KindName}.");
                continue;
            }

            json[entry.Key] = ReadVariable(new TomlTableReader(table, variables!.PathOf(entry.Key), _faults));
        }

        return json;
    }

    private static JsonObject ReadVariable(TomlTableReader variable)
    {
        var json = new JsonObject();
        if (variable.OptionalString("default") is { } value)
        {
            json["default"] = value;
        }

        if (variable.OptionalBoolean("secret") == true)
        {
            json["secret"] = true;
        }

        return json;
    }

    private ExpectedComponent ReadComponent(string type, TomlTableReader component)
    {
        var id = component.RequiredString("id") ?? "";
        var trigger = component.RequiredTable("trigger");
        return new ExpectedComponent
        {
            Id = id,
            Description = component.OptionalString("description"),
            Module = (component.RequiredString("source") ?? "").ToLowerInvariant(),
            Environment = ReadTexts(component.OptionalTable("environment")),
            Config = ReadTexts(component.OptionalTable("config")),
            AllowedHosts = component.Strings("allowedHttpHosts"),
            KeyValueStores = component.Strings("keyValueStores"),
            Databases = component.Strings("sqliteDatabases"),
            AiModels = component.Strings("aiModels"),
            Trigger = ReadTrigger(type, id, trigger),
            RedisExecutor = type == "redis" ? ReadExecutor(trigger?.OptionalTable("executor")) : null,
            Files = component.OptionalString("files") is { } group ? FilesOf(group) : NoFiles,
        };
    }

    private static JsonObject ReadTexts(TomlTableReader? table) => table is null ? [] : TomlValues.ToJson(table.Table);

    private static JsonObject ReadTrigger(string type, string id, TomlTableReader? trigger)
    {
        var json = new JsonObject { ["component"] = id };
        switch (type)
        {
            case "http":
                json["route"] = trigger?.RequiredString("route");
                json["executor"] = ReadExecutor(trigger?.OptionalTable("executor"));
                break;
            case "redis":
                json["channel"] = trigger?.RequiredString("channel");
                break;
            default:
                // Keys of the author's win, even one named component (spec/spin-oci.md 3.3).
                foreach (var (key, value) in trigger is null ? [] : TomlValues.ToJson(trigger.Table).ToList())
                {
                    json[key] = value?.DeepClone();
                }

                break;
        }

        return json;
    }

    private static JsonObject? ReadExecutor(TomlTableReader? executor) => executor?.RequiredString("type") switch
    {
        null => null,
        "wagi" => new JsonObject
        {
            ["argv"] = executor.OptionalString("argv") ?? "${SCRIPT_NAME} ${ARGS}",
            ["entrypoint"] = executor.OptionalString("entrypoint") ?? "_start",
            ["type"] = "wagi",
        },
        var other => new JsonObject { ["type"] = other },
    };

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> NoFiles { get; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(TextMap.ByUtf8);

    // Membership is flat: groups, requires and features do not count (spec/spin-oci.md 2.5).
    private ImmutableSortedDictionary<string, ImmutableArray<string>> FilesOf(string group)
    {
        var files = NoFiles.ToBuilder();
        foreach (var parcel in _invoice.Parcels.Where(parcel => parcel.Conditions?.MemberOf.Contains(group) == true))
        {
            var path = PathOf(parcel.Label.Name);
            files[path] = files.GetValueOrDefault(path, []).Add(parcel.Label.Sha256.ToLowerInvariant());
        }

        return files.ToImmutable();
    }

    private static string PathOf(string name) =>
        string.Join('/', name.Replace('\\', '/').Split('/').Where(segment => segment is not ("" or ".")));

    private static ArtifactFormatException Fault(TomlFault fault) =>
        new($"Its Spin manifest has a fault at {fault.Position}: {fault.Message}");
}
