using System.Text;

namespace Migrator.Bindle.Verification;

/// <summary>The little that is to be known of a WebAssembly module: whether it is one, and what it exports.</summary>
internal static class WasmModule
{
    private const byte ExportSection = 7;

    /// <summary>Whether bytes begin as a module in binary form.</summary>
    public static bool IsBinary(ReadOnlySpan<byte> module) => module.StartsWith("\0asm"u8);

    /// <summary>Whether bytes begin as a module in text form, which Wagi's runtime took as well.</summary>
    public static bool IsText(ReadOnlySpan<byte> module) => module.TrimStart(" \t\r\n"u8).StartsWith("("u8);

    /// <summary>Lists the names that a module exports.</summary>
    /// <param name="module">The module in binary form.</param>
    /// <returns>The names; null when the bytes are no core module.</returns>
    public static HashSet<string>? ExportsOf(ReadOnlySpan<byte> module)
    {
        // Version 1 of a core module; a component has other numbers there.
        if (!module.StartsWith("\0asm\u0001\0\0\0"u8))
        {
            return null;
        }

        var rest = module[8..];
        while (!rest.IsEmpty)
        {
            var id = rest[0];
            rest = rest[1..];
            if (!TryTake(ref rest, out var section))
            {
                return null;
            }

            if (id == ExportSection)
            {
                return ReadNames(section);
            }
        }

        return [];
    }

    private static HashSet<string>? ReadNames(ReadOnlySpan<byte> section)
    {
        if (!TryNumber(ref section, out var count))
        {
            return null;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0u; i < count; i++)
        {
            // After the name: what kind it is, in one byte, and its number.
            if (!TryTake(ref section, out var name) || section.IsEmpty)
            {
                return null;
            }

            names.Add(Encoding.UTF8.GetString(name));
            section = section[1..];
            if (!TryNumber(ref section, out _))
            {
                return null;
            }
        }

        return names;
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (!TryNumber(ref rest, out var length) || length > rest.Length)
        {
            return false;
        }

        taken = rest[..(int)length];
        rest = rest[(int)length..];
        return true;
    }

    // LEB128, at most 5 bytes for 32 bits.
    private static bool TryNumber(scoped ref ReadOnlySpan<byte> rest, out uint number)
    {
        number = 0;
        for (var shift = 0; shift < 35 && !rest.IsEmpty; shift += 7)
        {
            var value = rest[0];
            rest = rest[1..];
            number |= (uint)(value & 0x7f) << shift;
            if (value < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
