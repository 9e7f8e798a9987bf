namespace Migrator.Engine.Pushing;

/// <summary>
/// What a push sent and what it found there, also when it failed midway; every blob counts once. In a dry run, what a
/// push would send.
/// </summary>
/// <param name="BlobsPushed">Blobs that were sent.</param>
/// <param name="BlobsAlreadyThere">Blobs that the target had.</param>
/// <param name="BytesPushed">Bytes of the blobs that were sent.</param>
/// <param name="BytesAlreadyThere">Bytes of the blobs that the target had.</param>
public readonly record struct PushCounts(
    int BlobsPushed, int BlobsAlreadyThere, long BytesPushed, long BytesAlreadyThere);
