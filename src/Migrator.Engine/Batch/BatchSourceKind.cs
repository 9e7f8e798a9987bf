namespace Migrator.Engine.Batch;

/// <summary>What kind of place a source of a batch is.</summary>
public enum BatchSourceKind
{
    /// <summary>A live Bindle server, by its URL.</summary>
    Server,

    /// <summary>A server's own folder, or the client's cache.</summary>
    Store,

    /// <summary>A standalone folder or archive, a folder of standalone folders, or the sources of a Wagi app.</summary>
    Folder,

    /// <summary>A pattern of paths, each a standalone folder or archive, or the sources of a Wagi app.</summary>
    Glob,
}
