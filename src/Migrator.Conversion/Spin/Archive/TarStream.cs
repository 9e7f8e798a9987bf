using System.Collections.Immutable;
using System.Security.Cryptography;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;

namespace Migrator.Conversion.Spin.Archive;

/// <summary>
/// A tar archive of files, made while it is read; every file is judged by size and digest on the way.
/// </summary>
internal sealed class TarStream : PullStream
{
    private readonly ImmutableArray<AppFile> _files;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private ReadOnlyMemory<byte> _ready;
    private Stream? _content;
    private long _read;
    private int _next;

    /// <summary>Makes the stream; nothing is opened yet.</summary>
    /// <param name="files">The files, in the archive's order.</param>
    public TarStream(ImmutableArray<AppFile> files) => _files = files;

    /// <inheritdoc/>
    /// <exception cref="BlobMismatchException">A file's bytes are not what its label says.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            if (_ready.Length > 0)
            {
                return TakeReady(buffer);
            }

            if (_content is not null)
            {
                var count = await ReadContentAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (count > 0)
                {
                    return count;
                }
            }
            else if (_next < _files.Length)
            {
                await StartFileAsync(_files[_next], cancellationToken).ConfigureAwait(false);
            }
            else if (_next++ == _files.Length)
            {
                _ready = new byte[2 * TarHeader.BlockSize];
            }
            else
            {
                return 0;
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_content is not null)
        {
            await _content.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content?.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private int TakeReady(Memory<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _ready.Length);
        _ready[..count].CopyTo(buffer);
        _ready = _ready[count..];
        return count;
    }

    private async ValueTask StartFileAsync(AppFile file, CancellationToken cancellationToken)
    {
        _ready = TarHeader.Of(file.Path, file.Content.Size);
        _content = await file.Content.Open(cancellationToken).ConfigureAwait(false);
        _read = 0;
    }

    private async ValueTask<int> ReadContentAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await _content!.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _hash.AppendData(buffer.Span[..count]);
        _read += count;
        var content = _files[_next].Content;
        if (_read > content.Size)
        {
            throw Mismatch(content, digest: null);
        }

        if (count == 0)
        {
            await EndFileAsync(content).ConfigureAwait(false);
        }

        return count;
    }

    private async ValueTask EndFileAsync(AppContent content)
    {
        var digest = Digest.FromHash(_hash.GetHashAndReset());
        if (_read != content.Size || digest != content.Digest)
        {
            throw Mismatch(content, digest);
        }

        await _content!.DisposeAsync().ConfigureAwait(false);
        _content = null;
        _next++;
        _ready = new byte[TarHeader.Padding(_read)];
    }

    private BlobMismatchException Mismatch(AppContent content, Digest? digest) => new(
        $"archive entry {_files[_next].Path}",
        new Descriptor { MediaType = SpinMediaTypes.Data, Digest = content.Digest, Size = content.Size },
        digest,
        _read);
}
