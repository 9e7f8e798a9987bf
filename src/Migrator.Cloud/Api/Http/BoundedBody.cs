namespace Migrator.Cloud.Api.Http;

/// <summary>Reads bodies, but no endless ones.</summary>
internal static class BoundedBody
{
    private const int ChunkBytes = 16 * 1024;

    /// <summary>Reads a body whole.</summary>
    /// <exception cref="IOException">It is longer than the bound.</exception>
    public static async Task<byte[]> ReadAsync(
        HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var body = new MemoryStream();
            var chunk = new byte[ChunkBytes];
            int count;
            while ((count = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (body.Length + count > maxBytes)
                {
                    throw new IOException($"the answer is longer than {maxBytes} bytes");
                }

                body.Write(chunk, 0, count);
            }

            return body.ToArray();
        }
    }
}
