namespace Migrator.Bindle.Sources.Server;

/// <summary>A document that a server is asked for.</summary>
/// <param name="Tail">Path and query below the base path.</param>
/// <param name="Subject">What it is, for messages.</param>
/// <param name="MaxBytes">The most bytes of it, at least 1.</param>
internal sealed record DocumentRequest(string Tail, string Subject, int MaxBytes)
{
    /// <summary>How long its body may take, however lively the server is; 5 minutes unless said.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMinutes(5);
}
