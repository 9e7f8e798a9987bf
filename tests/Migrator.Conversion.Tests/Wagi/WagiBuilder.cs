using System.Collections.Immutable;
using System.Text;
using Migrator.Bindle.Invoices;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>Makes Wagi bindles and their modules in memory.</summary>
internal static class WagiBuilder
{
    /// <summary>A module that exports functions without arguments; the same exports give the same bytes.</summary>
    public static byte[] Module(params string[] exports) =>
    [
        .. "\0asm\u0001\0\0\0"u8, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0,
        .. Section(7, [(byte)exports.Length, .. exports.SelectMany(name => (byte[])[.. Text(name), 0, 0])]),
        10, 4, 1, 2, 0, 11,
    ];

    /// <summary>A module that starts, with a text of its own.</summary>
    public static byte[] Named(string text) =>
        [.. Module("_start"), .. Section(0, [.. Text("name-of-it"), .. Text(text)])];

    /// <summary>A module that starts and tells which compiler made it.</summary>
    public static byte[] MadeBy(string tool, string version) =>
    [
        .. Module("_start"),
        .. Section(0, [.. Text("producers"), 1, .. Text("processed-by"), 1, .. Text(tool), .. Text(version)]),
    ];

    /// <summary>A module that starts and imports a function.</summary>
    public static byte[] Importing(string module) =>
    [
        .. "\0asm\u0001\0\0\0"u8, 1, 4, 1, 0x60, 0, 0,
        .. Section(2, [1, .. Text(module), .. Text("req"), 0, 0]), 3, 2, 1, 0,
        .. Section(7, [1, .. Text("_start"), 0, 1]), 10, 4, 1, 2, 0, 11,
    ];

    public static BindleBuilder WithHandler(
        this BindleBuilder builder,
        string route,
        byte[]? module = null,
        string name = "web.wasm",
        string[]? requires = null,
        string[]? memberOf = null,
        params (string Name, string Value)[] features)
    {
        var bytes = module ?? Module("_start");
        var wagi = TextMap.Empty.Add("file", "false").Add("route", route)
            .SetItems(features.Select(feature => KeyValuePair.Create(feature.Name, feature.Value)));
        return builder.With(bytes, new Parcel
        {
            Label = LabelOf(bytes, name, "application/wasm", wagi),
            Conditions = new Conditions { Requires = [.. requires ?? []], MemberOf = [.. memberOf ?? []] },
        });
    }

    public static BindleBuilder WithAsset(
        this BindleBuilder builder,
        string name,
        string content,
        string[] memberOf,
        string[]? requires = null,
        string file = "true")
    {
        var bytes = BindleBuilder.Text(content);
        return builder.With(bytes, new Parcel
        {
            Label = LabelOf(bytes, name, "text/plain", TextMap.Empty.Add("file", file)),
            Conditions = new Conditions { MemberOf = [.. memberOf], Requires = [.. requires ?? []] },
        });
    }

    private static Label LabelOf(
        byte[] bytes, string name, string mediaType, ImmutableSortedDictionary<string, string> wagi)
    {
        var label = new Label
        {
            Sha256 = BindleBuilder.Sha256(bytes), MediaType = mediaType, Name = name, Size = bytes.Length,
        };
        return label with { Features = label.Features.Add("wagi", wagi) };
    }

    private static byte[] Section(byte id, byte[] content) => [id, (byte)content.Length, .. content];

    private static byte[] Text(string text) =>
        [(byte)Encoding.UTF8.GetByteCount(text), .. Encoding.UTF8.GetBytes(text)];
}
