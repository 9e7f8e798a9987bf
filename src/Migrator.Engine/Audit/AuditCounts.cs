namespace Migrator.Engine.Audit;

/// <summary>What an audit looked at.</summary>
public sealed record AuditCounts
{
    /// <summary>Components of the application.</summary>
    public int Components { get; init; }

    /// <summary>Triggers of the application.</summary>
    public int Triggers { get; init; }

    /// <summary>Files of all components.</summary>
    public int Files { get; init; }

    /// <summary>Different blobs, read and hashed to their last byte, the referrer's included.</summary>
    public int Blobs { get; init; }

    /// <summary>The bytes of those blobs.</summary>
    public long Bytes { get; init; }

    /// <summary>Parcels of the invoice that were found as layers, in a bindle or a referrer.</summary>
    public int Parcels { get; init; }
}
