namespace Migrator.Cli.Commands;

/// <summary>How results are written.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: one JSON document with a versioned shape.</summary>
    Json,

    /// <summary>For programs that follow along: every event as a line of JSON.</summary>
    Events,
}
