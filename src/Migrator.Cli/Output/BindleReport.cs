using System.Globalization;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Wagi;
using Migrator.Engine.Inspection;

namespace Migrator.Cli.Output;

/// <summary>
/// What <c>inspect</c> says of a source: its bindles, or one bindle. Its twin is <see cref="BindleJson"/>.
/// </summary>
internal static class BindleReport
{
    public static int Write(Report report, BindleInspectionOutcome outcome)
    {
        if (report.IsJson)
        {
            report.Json(json => BindleJson.Write(json, outcome));
            return ExitCode.Of(outcome.Status);
        }

        var isList = outcome.Entries.Length > 1;
        report.Findings([.. isList ? outcome.Entries.SelectMany(entry => entry.Findings) : [], .. outcome.Findings]);
        if (isList)
        {
            WriteEntries(report, outcome.Entries);
        }

        if (outcome.Invoice is { } invoice)
        {
            WriteInvoice(report, invoice, outcome);
        }

        return ExitCode.Of(outcome.Status);
    }

    private static void WriteEntries(Report report, IEnumerable<BindleEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Id is { } id)
            {
                var marks =
                    (entry.Yanked ? " yanked" : "") + (entry.Findings.Any(finding => finding.IsError) ? " faulty" : "");
                report.Result($"{id}{marks}");
            }
        }
    }

    private static void WriteInvoice(Report report, Invoice invoice, BindleInspectionOutcome outcome)
    {
        report.Result($"bindle  {invoice.Id}{(invoice.Yanked ? " (yanked)" : "")}");
        report.Result($"kind    {KindOf(outcome)}");
        if (invoice.Description is { } description)
        {
            report.Result($"about   {description}");
        }

        foreach (var route in outcome.Routes)
        {
            report.Result($"route   {Line(route)}");
        }

        foreach (var group in invoice.Groups)
        {
            report.Result($"group   {group.Name}{(group.Required == true ? " (required)" : "")}");
        }

        foreach (var signature in invoice.Signatures)
        {
            report.Result($"signed  {signature.By} as {signature.Role.ToString().ToLowerInvariant()} (not checked)");
        }

        foreach (var parcel in invoice.Parcels)
        {
            report.Result($"parcel  {Line(parcel)}");
        }
    }

    private static string KindOf(BindleInspectionOutcome outcome) => outcome.Kind == BindleKind.Wagi
        ? $"Wagi app, {(BindleJson.ModulesOf(outcome) is var count and not 1 ? $"{count} modules" : "1 module")}"
        : BindleJson.WordOf(outcome.Kind!.Value);

    private static string Line(WagiRoute route) => route.ComponentId is { } component
        ? $"{route.Route} to component {component} ({route.Module})"
        : $"{route.Route} left out ({route.Module}): it {route.LeftOut}";

    private static string Line(Parcel parcel)
    {
        var label = parcel.Label;
        var groups = parcel.IsGlobal ? "" : $" in {string.Join(", ", parcel.Conditions!.MemberOf)}";
        return string.Create(
            CultureInfo.InvariantCulture, $"{label.Sha256} {label.Size,12} {label.MediaType} {label.Name}{groups}");
    }
}
