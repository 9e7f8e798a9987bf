namespace Migrator.Engine.Journal;

/// <summary>How far an app of a batch is. Every app is in exactly one state. Numbers are part of the file.</summary>
public enum AppState
{
    /// <summary>Its turn has not come.</summary>
    Waiting = 0,

    /// <summary>It has begun; or it had, when a run was killed.</summary>
    Begun = 1,

    /// <summary>It is at the target, and this batch brought it there.</summary>
    Done = 2,

    /// <summary>It was at the target before.</summary>
    AlreadyThere = 3,

    /// <summary>It failed; another run tries again.</summary>
    Failed = 4,

    /// <summary>It is left alone, as the batch file asks.</summary>
    Skipped = 5,

    /// <summary>The plan refuses it; only another plan can change that.</summary>
    Refused = 6,
}
