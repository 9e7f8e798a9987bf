namespace Migrator.Engine.Batch;

/// <summary>What becomes of an app whose tag points to something else.</summary>
public enum BatchConflict
{
    /// <summary>It fails, and the tag stays.</summary>
    Fail,

    /// <summary>It is left alone, which is no failure.</summary>
    Skip,

    /// <summary>The tag moves to the app.</summary>
    Overwrite,
}
