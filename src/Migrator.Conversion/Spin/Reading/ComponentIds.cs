using System.Collections.Immutable;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Reading;

/// <summary>Checks the ids of an application's components (spec/spin-oci.md 6).</summary>
internal static class ComponentIds
{
    private const string KeptAsSpin =
        "As Spin does it, all of them get the last one's module, and one trigger is left: the last one's, in the " +
        "first one's place.";

    private const string Refused = "Refused; give each an id of its own.";

    private const string RefusedUnlessExact =
        Refused
        + " Spin's own result, which runs the wrong module, comes only with --profile spin1 --app-version full.";

    /// <summary>Checks all of them.</summary>
    /// <param name="components">The components.</param>
    /// <param name="isExact">Whether Spin's own handling of ids that repeat is reproduced.</param>
    /// <param name="isForCloud">Whether a cloud runs it, which could not run that.</param>
    /// <param name="findings">Where doubts and faults go.</param>
    public static void Check(
        ImmutableArray<SpinComponent> components, bool isExact, bool isForCloud, ICollection<Finding> findings)
    {
        foreach (var component in components.Where(component => !IsSafe(component.Id)))
        {
            findings.Add(ApplicationFindings.UnsafeComponentId.Of(
                $"component {MessageText.Escape(component.Id)}",
                $"The id {MessageText.Quote(component.Id)} is empty or could lead out of a folder; hosts name files " +
                "and folders after it. Give the component an id without '/', '\\' and '..'.",
                component.Place));
        }

        ReportRepeats(components, isExact, isForCloud ? Refused : RefusedUnlessExact, findings);
        ReportShared(components, findings);
    }

    private static bool IsSafe(string id) =>
        id is not ("" or ".")
        && !id.Contains('/')
        && !id.Contains('\\')
        && !id.Contains("..", StringComparison.Ordinal);

    private static void ReportRepeats(
        ImmutableArray<SpinComponent> components, bool isExact, string refused, ICollection<Finding> findings)
    {
        foreach (var group in components
            .GroupBy(component => component.Id, StringComparer.Ordinal)
            .Where(group => group.Count() > 1))
        {
            var id = MessageText.Quote(group.Key);
            var outcome = isExact ? KeptAsSpin : refused;
            findings.Add(ApplicationFindings.DuplicateComponent.Of(
                $"component {MessageText.Escape(group.Key)}",
                $"{group.Count()} components have the id {id}. {outcome}",
                group.Last().Place,
                isExact ? FindingLevel.Warning : null));
        }
    }

    // Spin's loader kept each module in the file ID.wasm, made by replacing what stood after the id's last dot.
    private static void ReportShared(ImmutableArray<SpinComponent> components, ICollection<Finding> findings)
    {
        var shared = components
            .Where(component => IsSafe(component.Id))
            .GroupBy(component => FileStem(component.Id), StringComparer.Ordinal)
            .Select(group => group.DistinctBy(component => component.Id).ToArray())
            .Where(group => group.DistinctBy(component => component.Source).Count() > 1);
        foreach (var group in shared)
        {
            findings.Add(ApplicationFindings.ModuleFileShared.Of(
                $"component {MessageText.Escape(group[0].Id)}",
                "Spin's bindle loader kept the modules of " +
                $"{Losses.NameSome([.. group.Select(component => component.Id)])} in one file, so that all ran the " +
                "last one. Here each has its own module, as written."));
        }
    }

    private static string FileStem(string id)
    {
        var dot = id.LastIndexOf('.');
        return dot > 0 ? id[..dot] : id;
    }
}
