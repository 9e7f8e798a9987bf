namespace Migrator.Engine.Journal;

/// <summary>An app with what its attempts came to.</summary>
/// <param name="App">The app as planned, and how far it is.</param>
/// <param name="Attempts">How many attempts there were.</param>
/// <param name="Last">
/// The last attempt that ended, or the one that goes on when none has ended; null without any.
/// </param>
/// <param name="Sent">
/// Bytes that all attempts sent together, those that failed too; of a run that was killed, what it could not record any
/// more is not among them.
/// </param>
public sealed record RecordedApp(PlannedApp App, int Attempts, RecordedAttempt? Last, long Sent)
{
    /// <summary>
    /// The digest of the manifest of the whole bindle that goes along: of the last attempt, or else of the plan; null
    /// when none does.
    /// </summary>
    public string? Referrer => Last?.Referrer ?? App.Referrer;
}
