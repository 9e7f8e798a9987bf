using Migrator.Bindle.Verification;
using Migrator.Oci.Model;

namespace Migrator.Engine.Pushing;

/// <summary>Looks at the first bytes of a module (spec/bindle.md 10, row 65).</summary>
internal static class WasmPeek
{
    private static ReadOnlySpan<byte> Magic => "\0asm"u8;

    private static bool IsWasmType(string mediaType) =>
        mediaType.Equals("application/wasm", StringComparison.Ordinal)
        || mediaType.Equals("application/vnd.wasm.module.v1+wasm", StringComparison.Ordinal)
        || mediaType.Equals("application/vnd.wasm.content.layer.v1+wasm", StringComparison.Ordinal);

    /// <summary>Whether a blob is called WebAssembly and does not begin like it.</summary>
    public static bool IsDoubtful(Descriptor blob, ReadOnlySpan<byte> head) =>
        IsWasmType(blob.MediaType) && !head.SequenceEqual(Magic);

    public static Finding Describe(Descriptor blob, string subject, string place, ReadOnlySpan<byte> head)
    {
        var seen = head.IsEmpty ? "it is empty" : $"it begins with {Convert.ToHexStringLower(head)}";
        var hint = head.StartsWith("("u8) ? " It looks like WebAssembly text; hosts need the binary form." : "";
        return PushFindings.NotWasm.Of(
            subject,
            $"The media type of {subject} is {blob.MediaType}, but {seen} instead of 0061736d.{hint} "
            + "No host will start it.",
            place);
    }
}
