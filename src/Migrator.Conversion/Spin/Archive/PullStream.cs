using Migrator.Shared;

namespace Migrator.Conversion.Spin.Archive;

/// <summary>A stream whose bytes are made while they are read, from first to last, asynchronously only.</summary>
internal abstract class PullStream : ForwardStream
{
    /// <inheritdoc/>
    public sealed override int Read(Span<byte> buffer) =>
        throw new NotSupportedException("This stream is read asynchronously.");
}
