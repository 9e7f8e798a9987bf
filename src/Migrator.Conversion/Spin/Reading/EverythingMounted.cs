using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>
/// Spin 0.1.0 gave a component with files every parcel of the bindle, not its group alone (spec/spin-oci.md 2). No
/// bindle says which Spin it was made for; what it holds tells when it cannot have been 0.1.0.
/// </summary>
internal static class EverythingMounted
{
    /// <summary>Reports components that would have seen other components' files.</summary>
    /// <param name="invoice">The invoice.</param>
    /// <param name="app">The application.</param>
    /// <param name="findings">Where the note goes.</param>
    public static void Report(Invoice invoice, SpinApplication app, ICollection<Finding> findings)
    {
        if (!MayBeOfSpin01(app))
        {
            return;
        }

        var components = app.Components
            .Where(component => SawMore(component, invoice))
            .Select(component => component.Id)
            .ToArray();
        if (components.Length > 0)
        {
            findings.Add(LossFindings.EverythingMounted.Of(
                "files",
                $"If the bindle was made for Spin 0.1.0, there {Losses.NameSome(components)} saw the files of the " +
                "other components too. No later Spin shows them, nor does the artifact; add them to the component's " +
                "own files if they are needed."));
        }
    }

    private static bool MayBeOfSpin01(SpinApplication app) =>
        app.Trigger is not ApplicationTrigger.External
        && app.Variables.IsEmpty
        && app.Components.All(component => component.Declared is
        {
            Description: null,
            Config.IsEmpty: true,
            KeyValueStores.IsEmpty: true,
            SqliteDatabases.IsEmpty: true,
            AiModels.IsEmpty: true,
        });

    private static bool SawMore(AppComponent component, Invoice invoice) =>
        component.Declared.FileGroup is { } group
        && invoice.Parcels.Any(
            parcel => !parcel.IsGlobal && !parcel.Conditions!.MemberOf.Contains(group, StringComparer.Ordinal));
}
