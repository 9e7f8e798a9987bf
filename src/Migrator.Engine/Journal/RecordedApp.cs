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
    /// When a run last found that the target has not what it had, and began again; null when none did.
    /// </summary>
    public DateTimeOffset? Lost { get; init; }

    /// <summary>The bindle as the last attempt read it, or else the plan.</summary>
    public RecordedBindle Bindle =>
        Last?.Bindle ?? new RecordedBindle(App.Invoice, App.Signatures, App.Parcels, App.ParcelBytes);

    /// <summary>The blobs of the artifact of the last attempt, or else of the plan.</summary>
    public RecordedBlobs Blobs => Last?.Blobs ?? new RecordedBlobs(App.Blobs, App.Bytes);

    /// <summary>
    /// The digest of the manifest of the last attempt, or else of the plan; null when neither made one.
    /// </summary>
    public string? Manifest => Last?.Manifest ?? App.Manifest;

    /// <summary>
    /// The digest of the manifest of the whole bindle that goes along: of the last attempt, or else of the plan; null
    /// when none does.
    /// </summary>
    public string? Referrer => Last?.Referrer ?? App.Referrer;

    /// <summary>
    /// Whether runs have anything to say of it, and when the last of that was, as far as it has ended.
    /// </summary>
    internal (bool IsTold, DateTimeOffset At) Told => (
        Last is not null || Lost is not null,
        Lost is { } lost && !(Last?.Ended >= lost) ? lost : Last?.Ended ?? DateTimeOffset.MinValue);
}
