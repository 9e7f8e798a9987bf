namespace Migrator.Cloud.Deployment;

/// <summary>What a step of a deploy does. Steps come in this order.</summary>
public enum StepKind
{
    /// <summary>Pushes the artifact.</summary>
    Push,

    /// <summary>Creates the application.</summary>
    CreateApp,

    /// <summary>Sets a variable.</summary>
    SetVariable,

    /// <summary>Links a database or store to a label, created when it is not there.</summary>
    LinkResource,

    /// <summary>Writes a key.</summary>
    SetKeyValue,

    /// <summary>Registers the revision; in the era of implicit activation, that makes it live.</summary>
    Register,

    /// <summary>Makes the revision live, in the era of explicit channels.</summary>
    Activate,

    /// <summary>Watches the failover.</summary>
    Watch,
}
