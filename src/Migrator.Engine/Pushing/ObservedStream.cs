using Migrator.Shared;

namespace Migrator.Engine.Pushing;

/// <summary>A parcel's stream on its way to the target: counts what passes, and keeps the first bytes.</summary>
internal sealed class ObservedStream(Stream inner, Action<int> onRead) : RelayStream(inner)
{
    private readonly byte[] _head = new byte[HeadLength];
    private int _headLength;

    /// <summary>How many of the first bytes are kept.</summary>
    public const int HeadLength = 4;

    /// <summary>The first bytes, as many as were read, at most <see cref="HeadLength"/>.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headLength);

    public override int Read(Span<byte> buffer) => Note(buffer, Inner.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Note(buffer.Span, read);
    }

    private int Note(ReadOnlySpan<byte> buffer, int read)
    {
        var wanted = Math.Min(HeadLength - _headLength, read);
        if (wanted > 0)
        {
            buffer[..wanted].CopyTo(_head.AsSpan(_headLength));
            _headLength += wanted;
        }

        onRead(read);
        return read;
    }
}
