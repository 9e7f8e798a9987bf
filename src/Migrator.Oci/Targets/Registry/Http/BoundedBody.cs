using System.Buffers;

namespace Migrator.Oci.Targets.Registry.Http;

/// <summary>Reads bodies of answers, never more of them than asked for.</summary>
internal static class BoundedBody
{
    private const int FirstBuffer = 4096;

    /// <summary>Reads a body, and no more of it than one byte above the limit.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="maxBytes">The limit.</param>
    /// <param name="limit">How long the whole may take: a body that drips is never still.</param>
    /// <param name="time">Times it.</param>
    /// <param name="explain">Explains a connection that breaks off in the middle of the body.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<byte[]> ReadAsync(
        HttpResponseMessage response,
        int maxBytes,
        TimeSpan limit,
        TimeProvider time,
        Func<Exception, Exception> explain,
        CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await ReadStartAsync(response, maxBytes + 1, isEnough: null, stop.Token).ConfigureAwait(false);
        }
        catch (Exception cause) when (ConnectionFaults.IsOne(cause, cancellationToken))
        {
            throw explain(late.IsCancellationRequested
                ? new TimeoutException($"the answer has not ended after {limit.TotalSeconds:0} seconds")
                : cause);
        }
    }

    /// <summary>Reads the first bytes of a body, up to a limit or until there are enough of them.</summary>
    public static async Task<byte[]> ReadStartAsync(
        HttpResponseMessage response, int maxBytes, Func<bool>? isEnough, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        using var bytes = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            int count;
            while (bytes.Length < maxBytes
                && isEnough?.Invoke() is not true
                && (count = await stream.ReadAsync(
                    buffer.AsMemory(0, (int)Math.Min(buffer.Length, maxBytes - bytes.Length)), cancellationToken)
                    .ConfigureAwait(false)) > 0)
            {
                bytes.Write(buffer, 0, count);
            }

            return bytes.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
