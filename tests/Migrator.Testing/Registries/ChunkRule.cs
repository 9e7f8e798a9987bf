namespace Migrator.Testing.Registries;

/// <summary>What a registry does with <c>PATCH</c>, and with a session whose PATCH broke.</summary>
public enum ChunkRule
{
    /// <summary>
    /// Checks Content-Range (416), keeps what came before a break, and tells the true offset (distribution 3).
    /// </summary>
    Resumes,

    /// <summary>
    /// Ignores Content-Range and appends; refuses every request whose <c>_state</c>, which the client cannot make
    /// itself, names another offset than is stored: after a broken PATCH the session is lost (distribution 2.8,
    /// Harbor).
    /// </summary>
    RefusesMismatch,

    /// <summary>Checks Content-Range; a broken PATCH ends the session (zot).</summary>
    DropsSession,

    /// <summary>Ignores Content-Range, appends, and checks nothing: the worst case.</summary>
    Appends,

    /// <summary>Takes one PATCH of a whole blob, and no second: no chunks (GAR).</summary>
    Once,
}
