using System.Text;

namespace Migrator.Bindle.Verification;

/// <summary>Reads the binary form of WebAssembly from its front; every step says whether there was enough.</summary>
internal ref struct WasmCursor(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    /// <summary>Whether everything is read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    public bool TryByte(out byte value)
    {
        value = _rest.IsEmpty ? default : _rest[0];
        var has = !_rest.IsEmpty;
        _rest = has ? _rest[1..] : _rest;
        return has;
    }

    // LEB128, at most 5 bytes for 32 bits.
    public bool TryNumber(out uint number)
    {
        number = 0;
        for (var shift = 0; shift < 35 && TryByte(out var value); shift += 7)
        {
            number |= (uint)(value & 0x7f) << shift;
            if (value < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Bytes with their length before them.</summary>
    public bool TryBytes(out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (!TryNumber(out var length) || length > _rest.Length)
        {
            return false;
        }

        taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }

    public bool TryName(out string name)
    {
        var has = TryBytes(out var bytes);
        name = Encoding.UTF8.GetString(bytes);
        return has;
    }
}
