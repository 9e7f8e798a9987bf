using Migrator.Engine.Jobs;

namespace Migrator.Engine.Restoring;

/// <summary>Which bindle comes back from OCI, and where it goes.</summary>
public sealed record RestoreRequest
{
    /// <summary>Opens the target that holds the bindle.</summary>
    public required ReadOnlyTargetOpener OpenTarget { get; init; }

    /// <summary>
    /// A tag, or a digest as text, of a <c>bindle</c> artifact or of a Spin artifact that a bindle goes along with;
    /// null
    /// for the only bindle there.
    /// </summary>
    public string? Reference { get; init; }

    /// <summary>The standalone bindle's own folder: absent, empty, or holding that very bindle.</summary>
    public required string Folder { get; init; }
}
