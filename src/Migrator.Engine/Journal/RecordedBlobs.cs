namespace Migrator.Engine.Journal;

/// <summary>The different blobs of an artifact, those of the whole bindle that goes along included.</summary>
/// <param name="Count">How many; 0 when no artifact was made.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record RecordedBlobs(int Count, long Bytes);
