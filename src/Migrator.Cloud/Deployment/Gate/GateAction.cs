namespace Migrator.Cloud.Deployment.Gate;

/// <summary>What the gate lets happen.</summary>
public enum GateAction
{
    /// <summary>Create the application.</summary>
    Create,

    /// <summary>Make a new revision live.</summary>
    Upgrade,

    /// <summary>Finish what was begun.</summary>
    Repair,

    /// <summary>Look again in a while.</summary>
    Wait,

    /// <summary>Write nothing: a person must decide.</summary>
    Stop,

    /// <summary>Write nothing: it would put a bindle over OCI.</summary>
    Refuse,
}
