namespace Migrator.Engine.Jobs;

/// <summary>The stages of a job, in the order in which they run.</summary>
public enum JobStage
{
    /// <summary>The source is opened and the invoice read.</summary>
    Read,

    /// <summary>The invoice is judged, and every parcel looked for.</summary>
    Verify,

    /// <summary>The bindle becomes an artifact.</summary>
    Convert,

    /// <summary>The artifact goes to the target.</summary>
    Push,

    /// <summary>Every parcel is read and hashed.</summary>
    Hash,

    /// <summary>The artifact is held against the bindle.</summary>
    Audit,

    /// <summary>A folder is written.</summary>
    Write,

    /// <summary>The cloud is read, pushed to, written to and watched; the push is timed for itself, too.</summary>
    Deploy,
}
