namespace Migrator.Engine.Tests.Fakes;

/// <summary>A stream whose first read fails, as a bad disk does.</summary>
internal sealed class BrokenStream() : MemoryStream([])
{
    public override int Read(Span<byte> buffer) => throw new IOException("bad sector");

    public override int Read(byte[] buffer, int offset, int count) => throw new IOException("bad sector");

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        throw new IOException("bad sector");
}
