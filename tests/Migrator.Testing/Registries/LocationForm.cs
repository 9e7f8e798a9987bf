namespace Migrator.Testing.Registries;

/// <summary>How a registry writes the Location of an upload session.</summary>
public enum LocationForm
{
    /// <summary>A path with a query: <c>/v2/…?_state=…</c>.</summary>
    Relative,

    /// <summary>A path without a query.</summary>
    RelativeBare,

    /// <summary>Scheme, host, path and query.</summary>
    Absolute,

    /// <summary>The same at another host, where no token is asked for: the address itself is the permission.</summary>
    OtherHost,
}
