using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Shared;

namespace Migrator.Bindle.Sources.Server;

/// <summary>
/// A parcel's bytes as they come from the server, at most one more than its label says. When the connection breaks
/// it is asked for again from the start, for servers know no ranges, and what was given out already is passed over.
/// </summary>
internal sealed class ServerParcelStream : ForwardStream
{
    private const int MaxRestarts = 3;
    private readonly ServerConnection _connection;
    private readonly Func<CancellationToken, Task<ServerAnswer>> _ask;
    private readonly Label _label;
    private readonly long _limit;
    private ServerAnswer _answer;
    private Stream _body;
    private long _position;
    private long _brokenAt = -1;
    private int _restarts;

    private ServerParcelStream(
        ServerConnection connection, Func<CancellationToken, Task<ServerAnswer>> ask, ServerAnswer answer, Stream body,
        Label label)
    {
        _connection = connection;
        _ask = ask;
        _answer = answer;
        _body = body;
        _label = label;

        // One byte too many tells whoever counts; more than that need not be fetched (spec/bindle.md 10.6 row 105).
        _limit = label.Size == long.MaxValue ? label.Size : label.Size + 1;
    }

    public static async Task<Stream> OpenAsync(
        ServerConnection connection, Func<CancellationToken, Task<ServerAnswer>> ask, ServerAnswer answer, Label label,
        CancellationToken cancellationToken)
    {
        try
        {
            var body = await answer.OpenBodyAsync(cancellationToken).ConfigureAwait(false);
            return new ServerParcelStream(connection, ask, answer, body, label);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var part = buffer[..(int)Math.Min(buffer.Length, _limit - _position)];
        while (!part.IsEmpty)
        {
            try
            {
                var read = await ReadBodyAsync(part, cancellationToken).ConfigureAwait(false);
                _position += read;
                return read;
            }
            catch (IOException failure)
            {
                await RestartAsync(failure, cancellationToken).ConfigureAwait(false);
            }
        }

        return 0;
    }

    /// <summary>Reads without a second chance; who cannot await goes without.</summary>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = _body.Read(buffer[..(int)Math.Min(buffer.Length, _limit - _position)]);
            _position += read;
            return read;
        }
        catch (IOException failure)
        {
            throw Broken(failure);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _answer.Dispose();
        }

        base.Dispose(disposing);
    }

    private Task<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _connection.WithinAsync(stop => _body.ReadAsync(buffer, stop).AsTask(), cancellationToken);

    private async Task RestartAsync(IOException failure, CancellationToken cancellationToken)
    {
        // A second break at the same place is the server's doing and not the line's (spec/bindle.md 10.6 row 103).
        if (_position <= _brokenAt || _restarts == MaxRestarts)
        {
            throw Broken(failure);
        }

        _restarts++;
        _brokenAt = _position;
        _answer.Dispose();
        _answer = await _ask(cancellationToken).ConfigureAwait(false);
        _body = await _answer.OpenBodyAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await PassOverAsync(_position, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException again)
        {
            throw Broken(again);
        }
    }

    private async Task PassOverAsync(long count, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        while (count > 0)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(buffer.Length, count));
            var read = await ReadBodyAsync(part, cancellationToken).ConfigureAwait(false);
            count -= read > 0 ? read : throw new EndOfStreamException("The second answer is shorter than the first.");
        }
    }

    private BindleSourceException Broken(IOException failure) => _connection.Failed(
        $"broke off after {_position} of {_label.Size} bytes of parcel {MessageText.Line(_label.Sha256)}: "
        + $"{_connection.ReasonOf(failure)} Run again; if it breaks off at the same place, the parcel stored there is "
        + "shorter than its label says.");
}
