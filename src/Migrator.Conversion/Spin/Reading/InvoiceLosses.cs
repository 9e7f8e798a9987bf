using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Names everything in an invoice for which a Spin artifact has no place (spec/spin-oci.md 6).</summary>
internal static class InvoiceLosses
{
    // Spin's own packaging leaves it in every bindle; it means nothing outside the folder that it was made in.
    private const string StagingAnnotation = "fermyon:spin:delete_on_write";

    /// <summary>Reports all of it.</summary>
    /// <param name="invoice">The invoice.</param>
    /// <param name="app">What is taken of it.</param>
    /// <param name="options">How it is converted.</param>
    /// <param name="findings">Where the losses go.</param>
    public static void Report(
        Invoice invoice,
        SpinApplication app,
        ConversionOptions options,
        ICollection<Finding> findings)
    {
        ReportYanked(invoice, findings);
        ReportBuild(invoice, options, findings);
        ReportParcels(invoice, app, options, findings);
        if (!app.IsWagi)
        {
            ReportConditions(invoice, options, findings);
        }

        ReportLabels(invoice, app, options, findings);
        ReportInvoice(invoice, options, findings);
        ReportMediaTypes(invoice, app, options, findings);
        if (!app.IsWagi)
        {
            EverythingMounted.Report(invoice, app, findings);
        }
    }

    private static void ReportYanked(Invoice invoice, ICollection<Finding> findings)
    {
        if (invoice.Yanked)
        {
            findings.Add(LossFindings.YankMarkLost.Of(
                "bindle",
                "The bindle was yanked: its owner withdrew it. OCI has no such mark, so the artifact looks like any " +
                "other; note it elsewhere, or do not publish it."));
        }
    }

    private static void ReportBuild(Invoice invoice, ConversionOptions options, ICollection<Finding> findings)
    {
        var version = invoice.Id.Version;
        if (options.AppVersion == AppVersionPolicy.Plain && version.Build.Length > 0)
        {
            findings.Add(LossFindings.BuildDropped.Of(
                "version",
                $"The application says version '{version.WithoutBuild}', as its author wrote it, not the bindle's " +
                $"'{version}'." + (options.IsForCloud ? "" : " For the latter, convert with --app-version full.")));
        }
    }

    private static void ReportParcels(
        Invoice invoice,
        SpinApplication app,
        ConversionOptions options,
        ICollection<Finding> findings)
    {
        var used = app.Components
            .SelectMany(component => component.Files.Select(file => file.Content).Prepend(component.Source))
            .Select(content => content.Digest.Hex)
            .ToHashSet(StringComparer.Ordinal);
        var dropped = invoice.Parcels
            .Select(parcel => parcel.Label)
            .Where(label => !used.Contains(label.Sha256) && label.MediaType != SpinMediaTypes.Manifest)
            .Select(label => label.Name)
            .ToArray();
        if (dropped.Length > 0)
        {
            findings.Add(Losses.Of(
                LossFindings.ParcelDropped,
                options,
                "parcels",
                $"{dropped.Length} parcels are used by no component and not part of the artifact: " +
                $"{Losses.NameSome(dropped)}."));
        }
    }

    private static void ReportConditions(Invoice invoice, ConversionOptions options, ICollection<Finding> findings)
    {
        var groups = invoice.Groups
            .Where(group => group.Required is not null || group.SatisfiedBy is not null)
            .Select(group => group.Name)
            .ToArray();
        var parcels = invoice.Parcels
            .Where(parcel => parcel.Conditions is { Requires.IsEmpty: false })
            .Select(parcel => parcel.Label.Name)
            .ToArray();
        if (groups.Length + parcels.Length > 0)
        {
            findings.Add(Losses.Of(
                LossFindings.ConditionsDropped,
                options,
                "groups",
                "Spin goes by membership alone. Left behind are 'required' and 'satisfiedBy' of the groups: " +
                $"{NameOrNone(groups)}; and 'requires' of the parcels: {NameOrNone(parcels)}."));
        }
    }

    private static string NameOrNone(string[] names) => names.Length == 0 ? "none" : Losses.NameSome(names);

    private static void ReportLabels(
        Invoice invoice,
        SpinApplication app,
        ConversionOptions options,
        ICollection<Finding> findings)
    {
        var labels = invoice.Parcels
            .Select(parcel => parcel.Label)
            .Where(label => HasDetails(label, app.IsWagi))
            .Select(label => label.Name)
            .ToArray();
        if (labels.Length > 0)
        {
            findings.Add(Losses.Of(
                LossFindings.LabelDetailsDropped,
                options,
                "labels",
                $"Annotations, features or origin are left behind for {Losses.NameSome(labels)}."));
        }
    }

    // What Wagi reads of a label becomes part of the application.
    private static bool HasDetails(Label label, bool isWagi) =>
        label.Features.Keys.Any(section =>
            !isWagi || section is not (WagiLabels.Section or WagiLabels.EnvironmentSection))
        || label.Origin is not null
        || label.Annotations.Keys.Any(key => key != StagingAnnotation);

    private static void ReportInvoice(Invoice invoice, ConversionOptions options, ICollection<Finding> findings)
    {
        if (!invoice.Annotations.IsEmpty)
        {
            findings.Add(Losses.Of(
                LossFindings.AnnotationsDropped,
                options,
                "annotations",
                $"The invoice's annotations are left behind: {Losses.NameSome([.. invoice.Annotations.Keys])}."));
        }

        var signatures = invoice.Signatures.Length + invoice.YankedSignatures.Length;
        if (signatures > 0)
        {
            findings.Add(Losses.Of(
                LossFindings.SignaturesDropped,
                options,
                "signatures",
                $"{signatures} signatures cover the invoice, which is not part of the artifact; nobody can check " +
                "them there."));
        }
    }

    private static void ReportMediaTypes(
        Invoice invoice,
        SpinApplication app,
        ConversionOptions options,
        ICollection<Finding> findings)
    {
        var files = app.Components
            .SelectMany(component => component.Files)
            .Select(file => file.Content.Digest.Hex)
            .ToHashSet(StringComparer.Ordinal);
        var types = invoice.Parcels
            .Where(parcel => !parcel.IsGlobal && files.Contains(parcel.Label.Sha256))
            .Select(parcel => parcel.Label.MediaType)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        if (types.Length > 0)
        {
            findings.Add(Losses.Of(
                LossFindings.MediaTypesDropped,
                options,
                "files",
                $"All files become '{SpinMediaTypes.Data}'; left behind are the media types " +
                $"{Losses.NameSome(types)}."));
        }
    }
}
