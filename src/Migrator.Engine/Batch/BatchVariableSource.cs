namespace Migrator.Engine.Batch;

/// <summary>Where the value of a variable is.</summary>
public enum BatchVariableSource
{
    /// <summary>In a variable of the environment.</summary>
    Environment,

    /// <summary>In a file.</summary>
    File,
}
