using Migrator.Oci.Model;

namespace Migrator.Oci.Targets.Registry.Uploads;

/// <summary>What is kept of one upload, so that a later process can go on with it.</summary>
internal sealed class UploadRecord
{
    private readonly KeptUploads _uploads;
    private readonly RegistryRepository _repository;
    private readonly Descriptor _blob;
    private readonly UploadName _name;

    private UploadRecord(KeptUploads uploads, RegistryRepository repository, Descriptor blob)
    {
        (_uploads, _repository, _blob) = (uploads, repository, blob);
        _name = new UploadName(repository.Description, blob.Digest);
    }

    /// <summary>
    /// The record of an upload; null when nobody keeps any, or when the blob is one chunk and as well sent again.
    /// </summary>
    public static UploadRecord? OfOrNull(RegistryRepository repository, Descriptor blob) =>
        repository.Host.Options.Uploads is { } uploads
        && repository.Host.CanSendChunks
        && blob.Size > repository.Host.ChunkBytes
            ? new UploadRecord(uploads, repository, blob)
            : null;

    /// <summary>The session that an earlier process left; null when there is none that has bytes of the blob.</summary>
    public async Task<UploadSession?> ReopenOrNullAsync(CancellationToken cancellationToken)
    {
        if (_uploads.FindOrNull(_name) is not { } kept)
        {
            return null;
        }

        var session = UploadSession.ReopenOrNull(_repository, _blob, kept.Location);
        if (session is not null && await session.AskAsync(cancellationToken).ConfigureAwait(false) > 0)
        {
            return session;
        }

        await ForgetAsync().ConfigureAwait(false);
        return null;
    }

    /// <summary>Keeps how far the upload is.</summary>
    public Task KeepAsync(UploadSession session) =>
        _uploads.Keep(_name, new KeptUpload(session.Location, session.Acknowledged));

    /// <summary>There is nothing to go on with.</summary>
    public Task ForgetAsync() => _uploads.Forget(_name);
}
