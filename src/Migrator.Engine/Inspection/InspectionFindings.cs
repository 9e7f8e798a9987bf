using System.Collections.Immutable;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion;

namespace Migrator.Engine.Inspection;

/// <summary>What the bindles of a source say together.</summary>
public static class InspectionFindings
{
    /// <summary>Names that give one repository (spec/bindle.md 10.1, row 26).</summary>
    public static readonly FindingKind NamesCollide =
        new("BM1910", FindingLevel.Warning, "bindles would share a repository");

    private const int MaxShown = 5;

    /// <summary>Finds names that are different bindles, and one repository when migrated.</summary>
    /// <param name="bindles">The bindles of a source, in any order.</param>
    /// <returns>One finding a repository, in its ordinal order.</returns>
    internal static ImmutableArray<Finding> OfNames(IEnumerable<BindleId> bindles) =>
        [.. TargetNaming.FindCollisions(bindles).Select(Describe)];

    private static Finding Describe(NamingCollision collision) => NamesCollide.Of(
        $"repository {collision.Repository}",
        $"The names {Some(collision.Names.Select(MessageText.Quote))} all give the repository {collision.Repository}"
        + (collision.Versions.IsEmpty
            ? ", so that their versions would stand in it side by side"
            : $", and {Some(collision.Versions.Select(version => version.Text))} of them would have one tag")
        + ". Name another target for all but one of them.");

    private static string Some(IEnumerable<string> items)
    {
        string[] all = [.. items];
        var shown = string.Join(", ", all.Take(MaxShown));
        return all.Length <= MaxShown ? shown : $"{shown} and {all.Length - MaxShown} more";
    }
}
