using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Engine.Jobs;

namespace Migrator.Engine.Checking;

/// <summary>Which bindle is looked at or checked, and by which rules.</summary>
public sealed record CheckRequest
{
    /// <summary>Opens the source.</summary>
    public required SourceOpener OpenSource { get; init; }

    /// <summary>Which bindle; null for the only one of a source that holds one.</summary>
    public BindleId? Id { get; init; }

    /// <summary>Opens the target of the artifact that is held against the bindle; null for the bindle alone.</summary>
    public ReadOnlyTargetOpener? OpenTarget { get; init; }

    /// <summary>The artifact's tag, or its digest as text; null for the tag that the bindle's version gives.</summary>
    public string? Reference { get; init; }

    /// <summary>What a bindle may be like and still be taken.</summary>
    public VerificationPolicy Policy { get; init; } = new();
}
