using System.Collections.Immutable;
using Migrator.Conversion;
using Migrator.Engine.Pipeline;

namespace Migrator.Engine.Batch;

/// <summary>What an operator wants of a whole store: which bindles, where to, how, and within which limits.</summary>
/// <remarks>Read by <see cref="BatchFileToml"/>, which documents the text. Holds no secret.</remarks>
public sealed record BatchFile
{
    /// <summary>Where the bindles are, in order; at least one.</summary>
    public required ImmutableArray<BatchSource> Sources { get; init; }

    /// <summary>Which bindles of the sources are meant. Default: all that are not yanked.</summary>
    public BatchSelection Selection { get; init; } = new();

    /// <summary>Where each bindle goes; null when it is deployed.</summary>
    public required TargetTemplate? Target { get; init; }

    /// <summary>How each bindle is deployed; null when it is not.</summary>
    public BatchDeploy? Deploy { get; init; }

    /// <summary>How each bindle is converted.</summary>
    public ConversionOptions Conversion { get; init; } = new();

    /// <summary>
    /// Whether each manifest is read back once its tag is set, as <see cref="MigrationRequest.ReadsBack"/> says.
    /// Default: yes.
    /// </summary>
    public bool ReadsBack { get; init; } = true;

    /// <summary>How signatures are judged; null when they are not.</summary>
    public BatchTrust? Trust { get; init; }

    /// <summary>What becomes of a tag that points to something else. Default: the app fails.</summary>
    public ConflictPolicy OnConflict { get; init; } = ConflictPolicy.Fail;

    /// <summary>How much is done at once, and when a run ends early.</summary>
    public BatchLimits Limits { get; init; } = new();

    /// <summary>The file, as who read it calls it.</summary>
    public required string Place { get; init; }

    /// <summary>The text byte for byte, which the plan keeps; it holds no secret.</summary>
    public required string Text { get; init; }
}
