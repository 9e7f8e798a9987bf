namespace Migrator.Oci.Targets;

/// <summary>What pushing came to; pushing what is there is success.</summary>
public enum PushResult
{
    /// <summary>The bytes were sent.</summary>
    Pushed,

    /// <summary>The target had them.</summary>
    AlreadyThere,
}
