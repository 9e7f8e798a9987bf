using System.Collections.Immutable;

namespace Migrator.Bindle.Verification;

/// <summary>
/// The little that is to be known of a WebAssembly module before it is run: what it exports, where its imports come
/// from, and what made it (spec/bindle.md 8.5).
/// </summary>
public sealed class WasmModule
{
    private const byte CustomSection = 0;
    private const byte ImportSection = 2;
    private const byte ExportSection = 7;
    private readonly HashSet<string> _exports = new(StringComparer.Ordinal);
    private readonly HashSet<string> _imports = new(StringComparer.Ordinal);
    private readonly ImmutableArray<WasmProducer>.Builder _producers = ImmutableArray.CreateBuilder<WasmProducer>();

    private WasmModule()
    {
    }

    /// <summary>The tools that processed the module, as its section <c>producers</c> tells.</summary>
    public ImmutableArray<WasmProducer> ProcessedBy => _producers.ToImmutable();

    /// <summary>Whether the module exports a name.</summary>
    /// <param name="name">The name of a function, or of anything else.</param>
    public bool Exports(string name) => _exports.Contains(name);

    /// <summary>Whether the module imports anything from a module of the host.</summary>
    /// <param name="module">The host's module, such as <c>wasi_snapshot_preview1</c>.</param>
    public bool ImportsFrom(string module) => _imports.Contains(module);

    /// <summary>Whether bytes begin as a module in binary form.</summary>
    /// <param name="module">The first bytes.</param>
    public static bool IsBinary(ReadOnlySpan<byte> module) => module.StartsWith("\0asm"u8);

    /// <summary>Whether bytes begin as a module in text form, which Wagi's runtime took as well.</summary>
    /// <param name="module">The first bytes.</param>
    public static bool IsText(ReadOnlySpan<byte> module) =>
        module.TrimStart(" \t\r\n"u8) is var text && (text.StartsWith("("u8) || text.StartsWith(";;"u8));

    /// <summary>Reads a module.</summary>
    /// <param name="module">The whole module in binary form.</param>
    /// <returns>What is known of it; null when the bytes are no core module.</returns>
    public static WasmModule? Read(ReadOnlySpan<byte> module)
    {
        // Version 1 of a core module; a component has other numbers there.
        if (!module.StartsWith("\0asm\u0001\0\0\0"u8))
        {
            return null;
        }

        var read = new WasmModule();
        var cursor = new WasmCursor(module[8..]);
        while (!cursor.IsAtEnd)
        {
            if (!cursor.TryByte(out var id) || !cursor.TryBytes(out var section) || !read.TryRead(id, section))
            {
                return null;
            }
        }

        return read;
    }

    private bool TryRead(byte id, ReadOnlySpan<byte> section) => id switch
    {
        ImportSection => TryImports(section),
        ExportSection => TryExports(section),
        CustomSection => TryCustom(section),
        _ => true,
    };

    private bool TryExports(ReadOnlySpan<byte> section)
    {
        var cursor = new WasmCursor(section);
        var isWhole = cursor.TryNumber(out var count);
        for (var i = 0u; i < count && isWhole; i++)
        {
            // After the name: what kind it is, in one byte, and its number.
            isWhole = cursor.TryName(out var name) && cursor.TryByte(out _) && cursor.TryNumber(out _);
            _exports.Add(name);
        }

        return isWhole;
    }

    private bool TryImports(ReadOnlySpan<byte> section)
    {
        var cursor = new WasmCursor(section);
        var isWhole = cursor.TryNumber(out var count);
        for (var i = 0u; i < count && isWhole; i++)
        {
            isWhole = cursor.TryName(out var module) && cursor.TryBytes(out _) && TryImportedType(ref cursor);
            _imports.Add(module);
        }

        return isWhole;
    }

    private static bool TryImportedType(ref WasmCursor cursor) => cursor.TryByte(out var kind) && kind switch
    {
        0 => cursor.TryNumber(out _),
        1 => cursor.TryByte(out _) && TryLimits(ref cursor),
        2 => TryLimits(ref cursor),
        3 => cursor.TryByte(out _) && cursor.TryByte(out _),
        4 => cursor.TryByte(out _) && cursor.TryNumber(out _),
        _ => false,
    };

    private static bool TryLimits(ref WasmCursor cursor) =>
        cursor.TryByte(out var flags) && cursor.TryNumber(out _) && ((flags & 1) == 0 || cursor.TryNumber(out _));

    // What a custom section holds never makes a module unfit.
    private bool TryCustom(ReadOnlySpan<byte> section)
    {
        var cursor = new WasmCursor(section);
        if (!cursor.TryName(out var name) || name != "producers" || !cursor.TryNumber(out var fields))
        {
            return true;
        }

        var isWhole = true;
        for (var i = 0u; i < fields && isWhole; i++)
        {
            isWhole = cursor.TryName(out var field) && TryProducers(ref cursor, field == "processed-by");
        }

        return true;
    }

    private bool TryProducers(ref WasmCursor cursor, bool isWanted)
    {
        var isWhole = cursor.TryNumber(out var count);
        for (var i = 0u; i < count && isWhole; i++)
        {
            isWhole = cursor.TryName(out var name) & cursor.TryName(out var version);
            if (isWhole && isWanted)
            {
                _producers.Add(new WasmProducer(name, version));
            }
        }

        return isWhole;
    }
}
