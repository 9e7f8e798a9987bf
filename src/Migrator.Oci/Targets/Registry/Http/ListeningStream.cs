using Migrator.Shared;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>
/// The bytes of a connection. When the other side takes no more, it is still listened to: who refuses a body before it
/// has read it says why, and hangs up.
/// </summary>
internal sealed class ListeningStream(Stream inner) : ThroughStream(inner)
{
    private volatile IOException? _broken;

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Heard(Inner.Read(buffer, offset, count), count);
        }
        catch (IOException) when (_broken is not null)
        {
            throw Broken(_broken);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return Heard(read, buffer.Length);
        }
        catch (IOException) when (_broken is not null)
        {
            throw Broken(_broken);
        }
    }

    /// <summary>Writes; the first failure is told, and what comes after it is dropped.</summary>
    public override void Write(byte[] buffer, int offset, int count)
    {
        if (_broken is not null)
        {
            return;
        }

        try
        {
            Inner.Write(buffer, offset, count);
        }
        catch (IOException cause)
        {
            _broken = cause;
            throw;
        }
    }

    /// <summary>Writes; the first failure is told, and what comes after it is dropped.</summary>
    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_broken is not null)
        {
            return;
        }

        try
        {
            await Inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException cause)
        {
            _broken = cause;
            throw;
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _broken is null ? Inner.FlushAsync(cancellationToken) : Task.CompletedTask;

    private int Heard(int read, int wanted) =>
        read == 0 && wanted > 0 && _broken is { } broken ? throw Broken(broken) : read;

    // Nothing more is said, so what broke the sending is all there is to tell.
    private static IOException Broken(IOException cause) => new(cause.Message, cause);
}
