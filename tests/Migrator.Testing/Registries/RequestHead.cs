using System.Text;

namespace Migrator.Testing.Registries;

/// <summary>Reads the head of a request, the request line and the headers, from a connection.</summary>
internal static class RequestHead
{
    /// <summary>The head up to its empty line, and not a byte more; null when the client leaves before it.</summary>
    public static async Task<string?> ReadOrNullAsync(Stream stream, CancellationToken stop)
    {
        var head = new StringBuilder();
        var next = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(next, stop) == 0)
            {
                return null;
            }

            head.Append((char)next[0]);
        }

        return head.ToString();
    }
}
