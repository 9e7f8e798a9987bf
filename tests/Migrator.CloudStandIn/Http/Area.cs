namespace Migrator.StandIn.Http;

/// <summary>Which part of the stand-in a request was for.</summary>
public enum Area
{
    /// <summary>The API.</summary>
    Api,

    /// <summary>The registry.</summary>
    Registry,

    /// <summary>An app at the edge.</summary>
    Edge,
}
