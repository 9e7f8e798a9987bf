namespace Migrator.Conversion;

/// <summary>Which files the handlers of a Wagi application see (spec/bindle.md 8.3 and 8.5).</summary>
public enum WagiFiles
{
    /// <summary>
    /// As under Wagi: a handler with files sees those of all handlers, one without sees none. A handler of a module map
    /// sees its own volumes.
    /// </summary>
    Shared,

    /// <summary>A handler sees the files of the groups that it requires, and nothing else.</summary>
    Own,
}
