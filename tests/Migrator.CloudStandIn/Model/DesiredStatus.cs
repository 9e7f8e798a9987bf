namespace Migrator.StandIn.Model;

/// <summary><c>DesiredStatus</c>.</summary>
public enum DesiredStatus
{
    /// <summary>It should run.</summary>
    Running,

    /// <summary>It should not.</summary>
    Dead,
}
