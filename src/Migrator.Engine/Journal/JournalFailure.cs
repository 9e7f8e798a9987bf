namespace Migrator.Engine.Journal;

/// <summary>Why a journal cannot be used.</summary>
public enum JournalFailure
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>One is there that must not be overwritten.</summary>
    Present,

    /// <summary>Another run uses it.</summary>
    Locked,

    /// <summary>The file is no journal, is damaged, or is of a newer program.</summary>
    Unfit,

    /// <summary>The plan in it is not the one that was made, or not the one of the batch file.</summary>
    OtherPlan,

    /// <summary>The disk is full or fails.</summary>
    Disk,

    /// <summary>It is given twice where copies of one plan are read together.</summary>
    GivenTwice,
}
