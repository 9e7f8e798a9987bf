namespace Migrator.Engine.Journal;

/// <summary>What a plan makes of a bindle. Numbers are part of the file.</summary>
public enum PlanClass
{
    /// <summary>It is to be migrated.</summary>
    Migrate = 0,

    /// <summary>Its tag points to the very artifact.</summary>
    AlreadyThere = 1,

    /// <summary>Its tag points to something else.</summary>
    Conflict = 2,

    /// <summary>Parcels are missing or of another length.</summary>
    Incomplete = 3,

    /// <summary>Its signatures are not what the batch file asks for.</summary>
    Unsigned = 4,

    /// <summary>It is no application that the profile can express.</summary>
    NotAnApp = 5,

    /// <summary>Another bindle would get the same reference.</summary>
    Collision = 6,

    /// <summary>Its invoice or application is faulty, or gives no reference.</summary>
    Invalid = 7,

    /// <summary>Source or target did not answer; a run tries.</summary>
    Unreachable = 8,

    /// <summary>What is deployed stands against it, or what the cloud would refuse; the findings say which.</summary>
    GateRefused = 9,
}
