namespace Migrator.Engine.Journal;

/// <summary>Why a run ended.</summary>
public enum RunEnding
{
    /// <summary>Every app had its turn.</summary>
    Finished,

    /// <summary>It was asked to stop; apps that had begun were ended.</summary>
    Stopped,

    /// <summary>It was asked to leave at once; apps that had begun are tried again.</summary>
    Cancelled,

    /// <summary>There were as many failures as allowed.</summary>
    TooManyErrors,

    /// <summary>Its time was over.</summary>
    OutOfTime,

    /// <summary>It had sent as much as allowed.</summary>
    OutOfTransfer,
}
