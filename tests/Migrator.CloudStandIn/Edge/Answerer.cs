namespace Migrator.StandIn.Edge;

/// <summary>Who answers a request at the edge.</summary>
public enum Answerer
{
    /// <summary>What ran before.</summary>
    Old,

    /// <summary>What was activated last.</summary>
    New,

    /// <summary>A proxy that finds nobody: 502.</summary>
    BadGateway,

    /// <summary>A proxy that does not know the name: 404.</summary>
    NotFound,
}
