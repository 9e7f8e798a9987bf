using System.Globalization;
using System.Text;

namespace Migrator.Bindle.Sources.Archive;

/// <summary>What an extended header of POSIX.1-2001 says about the next entry, as far as it matters here.</summary>
/// <param name="Path">The name, when given.</param>
/// <param name="Length">The length of the data in bytes, when given.</param>
/// <param name="IsSparse">Whether holes are left out of the data.</param>
internal sealed record PaxRecords(string? Path, long? Length, bool IsSparse)
{
    /// <summary>Nothing said.</summary>
    public static readonly PaxRecords None = new(null, null, false);

    /// <summary>Reads records of the form <c>LENGTH KEY=VALUE\n</c>.</summary>
    /// <param name="data">The data of the header's entry.</param>
    /// <returns>The records.</returns>
    /// <exception cref="ArchiveFault">The data is not of that form.</exception>
    public static PaxRecords Parse(ReadOnlySpan<byte> data)
    {
        var records = None;
        while (!data.IsEmpty)
        {
            var space = data.IndexOf((byte)' ');
            if (space < 1 || !TryNumber(data[..space], out var length) || length <= space + 1 || length > data.Length)
            {
                throw ArchiveFault.Damaged("an extended header is malformed");
            }

            var record = data[(space + 1)..(int)length];
            records = records.With(record);
            data = data[(int)length..];
        }

        return records;
    }

    private PaxRecords With(ReadOnlySpan<byte> record)
    {
        var equals = record.IndexOf((byte)'=');
        if (equals < 1 || record[^1] != (byte)'\n')
        {
            throw ArchiveFault.Damaged("an extended header is malformed");
        }

        var key = Encoding.UTF8.GetString(record[..equals]);
        var value = record[(equals + 1)..^1];
        return key switch
        {
            "path" => this with { Path = Encoding.UTF8.GetString(value) },
            "size" when TryNumber(value, out var length) => this with { Length = length },
            "size" => throw ArchiveFault.Damaged("the length of an entry is no number"),
            _ when key.StartsWith("GNU.sparse.", StringComparison.Ordinal) => this with { IsSparse = true },
            _ => this,
        };
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
