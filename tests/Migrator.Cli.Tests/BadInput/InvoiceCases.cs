using System.Text;

namespace Migrator.Cli.Tests.BadInput;

/// <summary>Section 10.1: what an invoice's text can be like.</summary>
internal static class InvoiceCases
{
    private const int Refused = ExitCode.Source;

    public static IEnumerable<BadCase> All =>
    [
        Bytes(1, "BM1004", "empty file", []),
        Bytes(2, "BM1001", "invalid UTF-8", [.. Encoding.UTF8.GetBytes(SmallBindle.Invoice), (byte)'#', 0xff, 0xfe]),
        Taken(3, "byte order mark", "BM1012", text => "\ufeff" + text),
        Bytes(4, "BM1001", "UTF-16", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(SmallBindle.Invoice)]),
        Taken(5, "CRLF", null, SmallBindle.Swap("\n", "\r\n")),
        Text(6, "BM1002", "lone CR", text => text.Replace('\n', '\r')),
        Text(7, "BM1002", "raw control character", SmallBindle.Swap("small", "sm\u0001all")),
        Text(8, "BM2001", "escaped NUL in the name", SmallBindle.Swap("small", "sm\\u0000all")),
        Text(9, "BM2001", "line feed in the name", SmallBindle.Swap("small", "sm\\nall")),
        Text(9, "BM2101", "line feed in sha256", SmallBindle.Swap(SmallBindle.Sha, SmallBindle.Sha[1..] + "\\n")),
        Text(10, "BM1008", "key twice", SmallBindle.Swap("size = 5", "size = 5\nsize = 5")),
        Text(11, "BM1008", "feature twice", text => text + Feature("a = \"1\"\na = \"2\"")),
        Taken(11, "feature twice, lenient", "BM1008", text => text + Feature("a = \"1\"\na = \"2\""), "--lenient"),
        Text(12, "BM1002", "table twice", text => text + "\n[bindle]\nname = \"x\"\nversion = \"1.0.0\"\n"),
        Taken(13, "dotted keys and a table", null, _ => DottedKeys),
        Text(14, "BM1006", "unknown field", text => "yankedReason = \"x\"\n" + text),
        Text(15, "BM1006", "snake case", SmallBindle.Swap("mediaType", "media_type")),
        Text(16, "BM1007", "number as a feature", text => text + Feature("a = 1")),
        Size(17, "BM1009", "-1"), Size(17, "BM1007", "5.0"), Size(17, "BM1007", "\"5\""),
        Size(17, "BM1002", "9223372036854775808"), Size(18, "BM2103", "9223372036854775807"),
        Size(19, "BM2302", "0") with { ExitCode = ExitCode.Mismatch },
        Without("size"), Without("mediaType"), Without("name = \"a.txt\""), Without("sha256"),
        Without("bindleVersion"),
        Taken(21, "format v1.0.0", "BM2005", SmallBindle.Swap("\"1.0.0\"\n\n[bindle]", "\"v1.0.0\"\n\n[bindle]")),
        Text(21, "BM2005", "format 2.0.0", SmallBindle.Swap("\"1.0.0\"\n\n[bindle]", "\"2.0.0\"\n\n[bindle]")),
        Version("1.0"), Version("v1.0.0"), Version("1.0.0-01"), Version(""),
        BindleName(23, "BM2002", ""),
        Taken(24, "blank in the name", "BM2004", SmallBindle.Swap("small", "sm all")),
        BindleName(25, "BM2003", "a/../b"), BindleName(25, "BM2003", "./a"), BindleName(25, "BM2003", "a//b"),
        BindleName(25, "BM2003", "/a"), BindleName(25, "BM2003", "a\\\\b"),
        Text(27, "BM1503", "17 MiB", text => text + "\n# " + new string('x', 17 << 20)),
        Text(28, "BM1003", "20,000 levels", text => $"deep = {new string('[', 20_000)}{new string(']', 20_000)}\n" + text),
        Taken(29, "empty arrays", null, text => "group = []\nsignature = []\n" + text),
        Taken(30, "origin", null, text => text + "origin = \"other/1.0.0\"\n"),
        Text(75, "BM1010", "unknown role", text => text + Signature("boss")),
        Taken(83, "signature of the yank", "BM2007", text => text + YankedSignature, "--include-yanked"),
        Text(115, "BM2006", "yanked", text => "yanked = true\n" + text),
        Taken(115, "yanked, taken", "BM2006", text => "yanked = true\n" + text, "--include-yanked"),
    ];

    private static string DottedKeys => $"""
        bindleVersion = "1.0.0"
        bindle.name = "{SmallBindle.Name}"
        bindle.version = "1.0.0"

        [[parcel]]
        label.sha256 = "{SmallBindle.Sha}"
        label.mediaType = "text/plain"
        label.name = "a.txt"
        label.size = 5

        [parcel.label.feature.x]
        a = "1"
        """;

    private static string Feature(string lines) => $"\n[parcel.label.feature.x]\n{lines}\n";

    private static string YankedSignature =>
        Signature("host").Replace("[[signature]]", "[[yankedSignature]]", StringComparison.Ordinal);

    private static string Signature(string role) => $"""

        [[signature]]
        by = "A <a@example.com>"
        signature = "{Convert.ToBase64String(new byte[64])}"
        key = "{Convert.ToBase64String(new byte[32])}"
        role = "{role}"
        at = 1
        """;

    private static BadCase Text(int row, string code, string what, Func<string, string> change) =>
        new(row, what, Refused, code, folder => SmallBindle.Write(folder, change));

    private static BadCase Bytes(int row, string code, string what, byte[] invoice) =>
        new(row, what, Refused, code, folder => SmallBindle.WriteBytes(folder, invoice));

    private static BadCase Taken(int row, string what, string? code, Func<string, string> change, string flags = "") =>
        new(row, what, ExitCode.Done, code, folder => SmallBindle.Write(folder, change), flags);

    private static BadCase Size(int row, string code, string size) =>
        Text(row, code, $"size = {size}", SmallBindle.Swap("size = 5", $"size = {size}"));

    private static BadCase Version(string version) => Text(
        22, "BM1011", $"version '{version}'", SmallBindle.Swap("version = \"1.0.0\"", $"version = \"{version}\""));

    private static BadCase BindleName(int row, string code, string name) =>
        Text(row, code, $"name '{name}'", SmallBindle.Swap(SmallBindle.Name, name));

    private static BadCase Without(string field) => Text(
        20,
        "BM1005",
        $"no {field}",
        text => string.Join('\n', text.Split('\n').Where(line => !line.StartsWith(field, StringComparison.Ordinal))));
}
