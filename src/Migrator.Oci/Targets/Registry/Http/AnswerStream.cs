using Migrator.Shared;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>The body of an answer: owns the answer, and explains what breaks on the way.</summary>
internal sealed class AnswerStream(
    Stream inner, HttpResponseMessage response, Func<Exception, Exception> explain) : RelayStream(inner)
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Inner.Read(buffer);
        }
        catch (Exception cause) when (ConnectionFaults.IsOne(cause, CancellationToken.None))
        {
            throw explain(cause);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cause) when (ConnectionFaults.IsOne(cause, cancellationToken))
        {
            throw explain(cause);
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            response.Dispose();
        }
    }
}
