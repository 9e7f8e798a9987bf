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

    /// <summary>The bindle as the last attempt that read it did, or else the plan.</summary>
    public RecordedBindle Bindle => Last?.Bindle ?? Reader?.Bindle
        ?? new RecordedBindle(App.Invoice, App.Signatures, App.Parcels, App.ParcelBytes);

    /// <summary>The blobs of the artifact of the last attempt that made one, or else of the plan.</summary>
    public RecordedBlobs Blobs => Made?.Blobs ?? new RecordedBlobs(App.Blobs, App.Bytes);

    /// <summary>
    /// The digest of the manifest of the last attempt that made one, or else of the plan; null when neither did.
    /// </summary>
    public string? Manifest => Made?.Manifest ?? App.Manifest;

    /// <summary>
    /// The digest of the manifest of the whole bindle that goes along: of the last attempt that made an artifact, or
    /// else of the plan; null when none does.
    /// </summary>
    public string? Referrer => Made?.Referrer ?? App.Referrer;

    /// <summary>The last attempt that read the bindle; it can be null when <see cref="Last"/> is that one.</summary>
    internal RecordedAttempt? Reader { get; init; }

    /// <summary>The last attempt that made an artifact; it can be null when <see cref="Last"/> is that one.</summary>
    internal RecordedAttempt? Maker { get; init; }

    private RecordedAttempt? Made => Last?.Blobs is null ? Maker ?? Last : Last;

    /// <summary>
    /// Whether runs have anything to say of it, and when the last of that was, as far as it has ended.
    /// </summary>
    internal (bool IsTold, DateTimeOffset At) Told => (
        Last is not null || Lost is not null,
        Lost is { } lost && !(Last?.Ended >= lost) ? lost : Last?.Ended ?? DateTimeOffset.MinValue);
}
