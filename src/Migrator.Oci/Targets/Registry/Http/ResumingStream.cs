using Migrator.Shared;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>
/// The body of a blob, which is asked for again from where it broke off, for as long as more of it comes.
/// </summary>
/// <param name="start">The body from its first byte on.</param>
/// <param name="openAt">Opens it from a byte on.</param>
internal sealed class ResumingStream(Stream start, Func<long, CancellationToken, Task<Stream>> openAt) : ForwardStream
{
    private const int MaxStuck = 2;

    // A connection that gives less than this before it breaks has brought nothing.
    private const int LeastProgress = 64 * 1024;
    private Stream _body = start;
    private long _position;
    private long _brokeAt;
    private int _stuck;

    /// <summary>Reads without going on after a break: who blocks has no way to ask again.</summary>
    public override int Read(Span<byte> buffer) => Note(_body.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                return Note(await _body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
            }
            catch (RegistryException fault) when (fault.Failure == RegistryFailure.Temporary && _stuck < MaxStuck)
            {
                _stuck++;
                _brokeAt = _position;
                await _body.DisposeAsync().ConfigureAwait(false);
                _body = Null;
                _body = await openAt(_position, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _body.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _body.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Note(int read)
    {
        _position += read;
        _stuck = _position - _brokeAt >= LeastProgress ? 0 : _stuck;
        return read;
    }
}
