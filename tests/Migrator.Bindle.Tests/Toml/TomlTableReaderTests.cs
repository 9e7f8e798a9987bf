using System.Text;
using Migrator.Bindle.Toml;

namespace Migrator.Bindle.Tests.Toml;

public sealed class TomlTableReaderTests
{
    private readonly List<TomlFault> _faults = [];

    [Fact]
    public void Getters_RightTypes_GiveValuesWithoutFault()
    {
        var reader = Read("s='x'\ni=1\nb=true\nl=['a','b']\n[t]\nk='v'\n[[a]]\nn=1\n[[a]]\nn=2\n");

        Assert.Equal("x", reader.RequiredString("s"));
        Assert.Equal(1, reader.OptionalInteger("i"));
        Assert.True(reader.OptionalBoolean("b"));
        Assert.Equal(["a", "b"], reader.Strings("l").AsEnumerable());
        Assert.Equal("v", reader.RequiredTable("t")!.RequiredString("k"));
        Assert.Equal([1L, 2L], reader.Tables("a").Select(table => table.RequiredInteger("n")!.Value));
        Assert.Null(reader.OptionalString("absent"));
        Assert.Empty(reader.Strings("absent"));
        reader.End();
        Assert.Empty(_faults);
    }

    [Fact]
    public void Getters_AllKindsOfFaults_AreCollectedWithPathAndPlace()
    {
        var reader = Read("s=1\nl=['a',2]\nzzz=1\n[[a]]\n[t]\n");

        reader.RequiredString("s");
        reader.Strings("l");
        Assert.Single(reader.Tables("a")).RequiredString("name");
        reader.OptionalString("t");
        reader.End();

        Assert.Equal(
            [
                (TomlFaultKind.WrongType, "s", "1:3"),
                (TomlFaultKind.WrongType, "l[1]", "2:8"),
                (TomlFaultKind.MissingKey, "a[0].name", "4:3"),
                (TomlFaultKind.WrongType, "t", "5:2"),
                (TomlFaultKind.UnknownKey, "zzz", "3:1"),
            ],
            _faults.Select(fault => (fault.Kind, fault.Path, fault.Position.ToString())));
    }

    [Fact]
    public void End_KeyGivenTwice_IsAFault()
    {
        var document = TomlDocument.Read("a=1\na=2\n"u8.ToArray(), TomlRepeatedKeys.KeepLast);
        var reader = new TomlTableReader(document.Root!, "x", _faults);

        Assert.Equal(2, reader.OptionalInteger("a"));
        reader.End();

        var fault = Assert.Single(_faults);
        Assert.Equal((TomlFaultKind.RepeatedKey, "x.a"), (fault.Kind, fault.Path));
    }

    private TomlTableReader Read(string text) =>
        new(TomlDocument.Read(Encoding.UTF8.GetBytes(text)).Root!, "", _faults);
}
