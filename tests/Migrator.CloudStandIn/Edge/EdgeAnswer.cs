namespace Migrator.StandIn.Edge;

/// <summary>One request at the edge, and who answered it.</summary>
/// <param name="Time">When.</param>
/// <param name="Answerer">Who was drawn.</param>
/// <param name="Instance">What answered; null when nothing that runs did.</param>
/// <param name="Path">The path asked for.</param>
/// <param name="Connection">The connection it came on.</param>
public sealed record EdgeAnswer(
    DateTimeOffset Time,
    Answerer Answerer,
    AppInstance? Instance,
    string Path,
    string Connection);
