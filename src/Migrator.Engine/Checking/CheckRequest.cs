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

    /// <summary>What a bindle may be like and still be taken.</summary>
    public VerificationPolicy Policy { get; init; } = new();
}
