using System.Runtime.ExceptionServices;
using Migrator.Shared;

namespace Migrator.Oci.Oras;

/// <summary>Hands on bytes and keeps the exception that reading them ended with.</summary>
internal sealed class WatchedStream(Stream inner) : RelayStream(inner)
{
    /// <summary>What reading failed with; null when it did not.</summary>
    public ExceptionDispatchInfo? Fault { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Inner.Read(buffer);
        }
        catch (Exception fault)
        {
            Fault = ExceptionDispatchInfo.Capture(fault);
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            Fault = ExceptionDispatchInfo.Capture(fault);
            throw;
        }
    }
}
