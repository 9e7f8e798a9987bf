using System.Text;
using Migrator.Bindle.Toml;

namespace Migrator.Bindle.Tests.Toml;

public sealed class TomlDocumentTests
{
    [Fact]
    public void Read_EveryKindOfValue_KeepsOrderTypesAndPlaces()
    {
        var root = ReadValid(
            "z = 'a'\na = [1, 2.50]\n[t.u]\nd = 2026-01-02\n'q k' = {x.y = true}\n[[p]]\n[[p]]\nn=0x1F\n");

        Assert.Equal(["z", "a", "t", "p"], root.Entries.Select(entry => entry.Key));
        var array = Assert.IsType<TomlArray>(Get(root, "a"));
        Assert.Equal(1, Assert.IsType<TomlInteger>(array.Items[0]).Value);
        Assert.Equal("2.50", Assert.IsType<TomlFloat>(array.Items[1]).Text);
        var inner = Assert.IsType<TomlTable>(Get(root, "t", "u"));
        Assert.Equal("2026-01-02", Assert.IsType<TomlDateTime>(Get(inner, "d")).Text);
        Assert.Equal("4:5", Get(inner, "d").Position.ToString());
        Assert.True(Assert.IsType<TomlBoolean>(Get(inner, "q k", "x", "y")).Value);
        var tables = Assert.IsType<TomlArray>(Get(root, "p"));
        Assert.Equal(2, tables.Items.Count);
        Assert.Equal(31, Assert.IsType<TomlInteger>(Get((TomlTable)tables.Items[1], "n")).Value);
    }

    [Theory]
    [InlineData("a='''\r\nx\r\ny'''\r\n", "x\ny")]
    [InlineData("a=\"\\u00e9\\U0001F511\\t\"", "é🔑\t")]
    [InlineData("a=\"\"\"\nx \\\n   y\"\"\"", "x y")]
    [InlineData("a='🔑 \\n' # comment", "🔑 \\n")]
    [InlineData("a='\t'", "\t")]
    [InlineData("a='caf\uFFFD.txt' # \uFFFD", "caf\uFFFD.txt")]
    [InlineData("a=\"\uFFFD\\uFDD0\uFDD1\"", "\uFFFD\uFDD0\uFDD1")]
    public void Read_String_IsDecoded(string text, string expected) =>
        Assert.Equal(expected, Assert.IsType<TomlString>(Get(ReadValid(text), "a")).Value);

    [Theory]
    [InlineData("a.b=1\na.c=2\n[a.d]\n")]
    [InlineData("[a.b]\n[a]\nx=1\n")]
    [InlineData("a=[\n 1, # one\n 2,\n]\n")]
    [InlineData("a=[[1],[[2],[]]]")]
    [InlineData("[[a]]\n[a.b]\n[[a]]\n[a.b]\n")]
    [InlineData("[ a . 'b' ]")]
    [InlineData("a={}")]
    [InlineData("a=07:32:00\nb=1979-05-27T07:32:00Z\nc=1979-05-27 07:32:00.5\nd=1979-05-27T07:32:00+01:00")]
    [InlineData("1.2=3\n\"\"=4\n")]
    [InlineData("")]
    [InlineData("# only a comment")]
    public void Read_UnusualButValid_HasNoFault(string text) => ReadValid(text);

    [Theory]
    [InlineData("a=1\na=2", TomlFaultKind.RepeatedKey, "2:1")]
    [InlineData("a.b=1\na.b=2", TomlFaultKind.RepeatedKey, "2:3")]
    [InlineData("[a]\n[a]", TomlFaultKind.Syntax, "2:2")]
    [InlineData("a.b=1\n[a]", TomlFaultKind.Syntax, "2:2")]
    [InlineData("a={b=1}\n[a.c]", TomlFaultKind.Syntax, "2:2")]
    [InlineData("a={b=1}\na.c=2", TomlFaultKind.Syntax, "2:1")]
    [InlineData("[a]\n[[a]]", TomlFaultKind.Syntax, "2:3")]
    [InlineData("a=[]\n[[a]]", TomlFaultKind.Syntax, "2:3")]
    [InlineData("[[a]]\n[a]", TomlFaultKind.Syntax, "2:2")]
    [InlineData("[a.b]\nc=1\n[a]\nb.d=1", TomlFaultKind.Syntax, "4:1")]
    [InlineData("[b]\nc=1\n[a]\n[b.c.d]", TomlFaultKind.Syntax, "4:4")]
    [InlineData("a={b=1,}", TomlFaultKind.Syntax, "1:8")]
    [InlineData("a=1\n\"b\\", TomlFaultKind.Syntax, "2:4")]
    [InlineData("a=\"b\\", TomlFaultKind.Syntax, "1:6")]
    [InlineData("a=\"\"\"\nb\\", TomlFaultKind.Syntax, "2:3")]
    [InlineData("a={b=1,\nc=2}", TomlFaultKind.Syntax, "1:8")]
    [InlineData("a=1\r b=2", TomlFaultKind.Syntax, "1:4")]
    [InlineData("a=\"\\e\"", TomlFaultKind.Syntax, "1:3")]
    [InlineData("a=\"\\x41\"", TomlFaultKind.Syntax, "1:3")]
    [InlineData("a=\"\\uD800\"", TomlFaultKind.Syntax, "1:5")]
    [InlineData("a=9223372036854775808", TomlFaultKind.Syntax, "1:3")]
    [InlineData("a=0xffffffffffffffff", TomlFaultKind.Syntax, "1:3")]
    [InlineData("a=07:32", TomlFaultKind.Syntax, "1:3")]
    [InlineData("a=1979-05-27T07:32Z", TomlFaultKind.Syntax, "1:3")]
    [InlineData("a=1979-05-27 07:32", TomlFaultKind.Syntax, "1:3")]
    [InlineData("a=1979-05-27T07:32+01:00", TomlFaultKind.Syntax, "1:3")]
    [InlineData("a=01", TomlFaultKind.Syntax, "1:3")]
    [InlineData("# \u0001", TomlFaultKind.Syntax, "1:3")]
    [InlineData("a=\"\u007f\"", TomlFaultKind.Syntax, "1:3")]
    [InlineData("a=", TomlFaultKind.Syntax, "1:3")]
    [InlineData("a", TomlFaultKind.Syntax, "1:2")]
    [InlineData("a=1 b=2", TomlFaultKind.Syntax, "1:5")]
    [InlineData("[a", TomlFaultKind.Syntax, "1:3")]
    [InlineData("a=[1 2]", TomlFaultKind.Syntax, "1:6")]
    [InlineData("a=[1", TomlFaultKind.Syntax, "1:5")]
    [InlineData("<html>", TomlFaultKind.Syntax, "1:1")]
    [InlineData("é=1", TomlFaultKind.Syntax, "1:1")]
    [InlineData("\"\"\"a\"\"\"=1", TomlFaultKind.Syntax, "1:3")]
    public void Read_Faulty_TellsTheFaultAndItsPlace(string text, TomlFaultKind kind, string place)
    {
        var document = TomlDocument.Read(Encoding.UTF8.GetBytes(text));

        Assert.Null(document.Root);
        var fault = Assert.Single(document.Faults);
        Assert.Equal((kind, place), (fault.Kind, fault.Position.ToString()));
    }

    [Fact]
    public void Read_SeveralRepeatedTables_TellsThemAll()
    {
        var document = TomlDocument.Read("[a]\n[b]\n[a]\n[b]\n"u8.ToArray());

        Assert.Equal(["3:2", "4:2"], document.Faults.Select(fault => fault.Position.ToString()));
    }

    [Fact]
    public void Read_RepeatedKeyKept_LastCountsAndRepeatTells()
    {
        var document = TomlDocument.Read("a='x'\na='y'\n"u8.ToArray(), TomlRepeatedKeys.KeepLast);

        Assert.Equal("y", ((TomlString)Get(document.Root!, "a")).Value);
        var repeat = Assert.Single(document.Root!.Repeats);
        Assert.Equal("x", ((TomlString)repeat.Dropped.Value).Value);
    }

    [Fact]
    public void Read_ByteOrderMark_IsSkippedAndTold()
    {
        var document = TomlDocument.Read("\uFEFFa=1"u8.ToArray());

        Assert.True(document.HasByteOrderMark);
        Assert.Equal("1:3", Get(document.Root!, "a").Position.ToString());
    }

    [Theory]
    [InlineData(new byte[] { 0x23, 0x20, 0x0A, 0x61, 0xC3, 0x28 }, "2:2", "0xC3 at offset 4")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, "1:1", "UTF-16")]
    [InlineData(new byte[] { 0x61, 0xC3 }, "1:2", "0xC3 at offset 1")]
    public void Read_NotUtf8_TellsTheByte(byte[] bytes, string place, string words)
    {
        var fault = Assert.Single(TomlDocument.Read(bytes).Faults);

        Assert.Equal((TomlFaultKind.Encoding, place), (fault.Kind, fault.Position.ToString()));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a=", "[", "]")]
    [InlineData("a=", "{x=", "1}")]
    [InlineData("", "a.", "a=1")]
    [InlineData("[", "a.", "a]")]
    public void Read_NestedTenThousandDeep_IsTooDeep(string before, string open, string after)
    {
        var text = before + string.Concat(Enumerable.Repeat(open, 10_000)) + after;

        var fault = Assert.Single(TomlDocument.Read(Encoding.UTF8.GetBytes(text)).Faults);

        Assert.Equal(TomlFaultKind.TooDeep, fault.Kind);
    }

    [Fact]
    public void Read_TableWithManyKeys_FindsEach()
    {
        var text = string.Concat(Enumerable.Range(0, 100).Select(i => $"k{i} = {i}\n"));

        var root = ReadValid(text);

        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(i, ((TomlInteger)Get(root, $"k{i}")).Value));
    }

    private static TomlTable ReadValid(string text)
    {
        var document = TomlDocument.Read(Encoding.UTF8.GetBytes(text));
        Assert.Empty(document.Faults);
        return document.Root!;
    }

    private static TomlNode Get(TomlTable table, params string[] path)
    {
        TomlNode node = table;
        foreach (var key in path)
        {
            Assert.True(((TomlTable)node).TryGet(key, out var value), key);
            node = value;
        }

        return node;
    }
}
