namespace Migrator.Testing.BindleServer.Recordings;

/// <summary>One line of a recording.</summary>
public abstract record RecordedStep
{
    /// <summary>The file, below golden/bindle-server, and the line from 1.</summary>
    public required string Place { get; init; }

    /// <summary>What the line is about.</summary>
    public required string Title { get; init; }
}
