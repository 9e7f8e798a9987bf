using System.Text.Json;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Engine.Inspection;

namespace Migrator.Cli.Output;

/// <summary>What <c>inspect</c> says of a source, for programs. Its twin is <see cref="BindleReport"/>.</summary>
internal static class BindleJson
{
    public static void Write(Utf8JsonWriter json, BindleInspectionOutcome outcome)
    {
        JsonParts.Head(json, "inspect", outcome.Status);
        json.WriteString("kind", outcome.Entries.Length > 1 ? "source" : "bindle");
        json.WriteString("source", outcome.Source);
        WriteEntries(json, outcome.Entries);
        json.WritePropertyName("invoice");
        if (outcome.Invoice is { } invoice)
        {
            WriteInvoice(json, invoice, outcome);
        }
        else
        {
            json.WriteNullValue();
        }

        FindingJson.Write(json, outcome.Findings);
    }

    public static string WordOf(BindleKind kind) => kind switch
    {
        BindleKind.Spin => "spin",
        BindleKind.Wagi => "wagi",
        BindleKind.Data => "data",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No word for this kind."),
    };

    private static void WriteEntries(Utf8JsonWriter json, IEnumerable<BindleEntry> entries)
    {
        json.WriteStartArray("entries");
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WriteString("id", entry.Id?.ToString());
            json.WriteString("place", entry.Place);
            json.WriteBoolean("yanked", entry.Yanked);
            FindingJson.Write(json, entry.Findings);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteInvoice(Utf8JsonWriter json, Invoice invoice, BindleInspectionOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteString("id", invoice.Id.ToString());
        json.WriteString("app", WordOf(outcome.Kind!.Value));
        json.WriteBoolean("yanked", invoice.Yanked);
        json.WriteString("description", invoice.Description);
        JsonParts.Texts(json, "authors", invoice.Authors);
        JsonParts.Texts(json, "groups", invoice.Groups.Select(group => group.Name));
        json.WriteNumber("signatures", invoice.Signatures.Length);
        WriteRoutes(json, outcome);
        json.WriteStartArray("parcels");
        foreach (var parcel in invoice.Parcels)
        {
            WriteParcel(json, parcel);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>How many different modules the handlers of a Wagi application have.</summary>
    public static int ModulesOf(BindleInspectionOutcome outcome) =>
        outcome.Invoice!.Parcels.Where(WagiLabels.IsHandler).DistinctBy(parcel => parcel.Label.Sha256).Count();

    private static void WriteRoutes(Utf8JsonWriter json, BindleInspectionOutcome outcome)
    {
        if (outcome.Kind != BindleKind.Wagi)
        {
            return;
        }

        json.WriteNumber("modules", ModulesOf(outcome));
        json.WriteStartArray("routes");
        foreach (var route in outcome.Routes)
        {
            json.WriteStartObject();
            json.WriteString("route", route.Route);
            json.WriteString("component", route.ComponentId);
            json.WriteString("module", route.Module);
            json.WriteString("sha256", route.Sha256);
            json.WriteString("leftOut", route.LeftOut);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteParcel(Utf8JsonWriter json, Parcel parcel)
    {
        json.WriteStartObject();
        json.WriteString("name", parcel.Label.Name);
        json.WriteString("sha256", parcel.Label.Sha256);
        json.WriteNumber("size", parcel.Label.Size);
        json.WriteString("mediaType", parcel.Label.MediaType);
        JsonParts.Texts(json, "memberOf", parcel.Conditions?.MemberOf ?? []);
        JsonParts.Texts(json, "requires", parcel.Conditions?.Requires ?? []);
        json.WriteEndObject();
    }
}
