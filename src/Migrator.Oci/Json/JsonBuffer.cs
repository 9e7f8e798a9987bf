using System.Text;

namespace Migrator.Oci.Json;

/// <summary>The bytes written so far; the members of an object can be put in order once it is complete.</summary>
internal sealed class JsonBuffer
{
    private byte[] _bytes = new byte[256];

    /// <summary>How many bytes are written.</summary>
    public int Length { get; private set; }

    public void Append(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> values)
    {
        Reserve(values.Length);
        values.CopyTo(_bytes.AsSpan(Length));
        Length += values.Length;
    }

    public byte[] ToArray() => _bytes.AsSpan(0, Length).ToArray();

    /// <summary>
    /// Sorts the members that fill the buffer from <paramref name="start"/> on, and sets commas between them.
    /// </summary>
    public void SortMembers(int start, List<JsonMember> members)
    {
        var written = _bytes.AsSpan(start, Length - start).ToArray();
        var ends = members.Select((_, at) => at + 1 < members.Count ? members[at + 1].Start : Length).ToArray();
        var order = Enumerable.Range(0, members.Count).ToArray();
        Array.Sort(order, (left, right) => members[left].Name.AsSpan().SequenceCompareTo(members[right].Name));
        Length = start;
        for (var at = 0; at < order.Length; at++)
        {
            var member = members[order[at]];
            if (at > 0)
            {
                RefuseEqual(members[order[at - 1]], member);
                Append((byte)',');
            }

            Append(written.AsSpan(member.Start - start, ends[order[at]] - member.Start));
        }
    }

    private static void RefuseEqual(JsonMember left, JsonMember right)
    {
        if (left.Name.AsSpan().SequenceEqual(right.Name))
        {
            var name = Encoding.UTF8.GetString(left.Name);
            throw new InvalidOperationException($"The name '{name}' stands twice in an object.");
        }
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }
    }
}
