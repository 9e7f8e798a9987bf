using System.Collections.Immutable;
using System.Text;
using Migrator.Conversion;
using Migrator.Engine.Batch;

namespace Migrator.Engine.Journal;

/// <summary>What a plan says as a whole. Its apps are rows of the journal.</summary>
public sealed record BatchPlan
{
    /// <summary>SHA-256, hex, over the batch file and every app as planned; a run checks it.</summary>
    public required string Digest { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The whole path of the batch file, on the machine that planned.</summary>
    public required string BatchPath { get; init; }

    /// <summary>The batch file's text.</summary>
    public required string BatchText { get; init; }

    /// <summary>
    /// The options by which the plan reached its places, as a shell reads them; empty for none.
    /// </summary>
    public required string Flags { get; init; }

    /// <summary>The number of bindles in it.</summary>
    public required long Apps { get; init; }

    /// <summary>How many bindles of each class; they add up to <see cref="Apps"/>.</summary>
    public required ImmutableSortedDictionary<PlanClass, long> Classes { get; init; }

    /// <summary>How many bindles of the sources are not in it, and why.</summary>
    public required ImmutableSortedDictionary<LeftOut, long> LeftOut { get; init; }

    /// <summary>What sources said of themselves, each text once.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>
    /// Sources, queries and patterns of the batch file that met no bindle, and labels that no key has, each a line.
    /// </summary>
    public required ImmutableArray<string> Warnings { get; init; }

    /// <summary>What a run is expected to cost.</summary>
    public required PlanEstimate Estimate { get; init; }

    /// <summary>The form of the artifacts; null when the cloud's own, or when the batch file cannot be read.</summary>
    internal Profile? Profile => BatchFileToml.Read(Encoding.UTF8.GetBytes(BatchText), BatchPath).File switch
    {
        null => null,
        { Deploy: { } deploy } => deploy.Profile,
        var file => file.Conversion.Profile,
    };

    /// <summary>Reads the batch file that the plan was made of.</summary>
    /// <exception cref="JournalException">It is of another version of the program.</exception>
    internal BatchFile ReadBatch(string journal)
    {
        var reading = BatchFileToml.Read(Encoding.UTF8.GetBytes(BatchText), journal);
        return reading.File ?? throw new JournalException(
            journal,
            JournalFailure.Unfit,
            $"The batch file in the journal '{journal}' cannot be read by this program: {reading.Findings[0].Message} "
            + "Plan again.");
    }
}
