using System.Text;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Tests.Invoices;

/// <summary>What is special to invoices as JSON; the rules of fields are those of TOML.</summary>
public sealed class InvoiceJsonTests
{
    [Theory]
    [InlineData("{\n  \"a\": [1, null]}", "2:12")]
    [InlineData("{\"é\": [\"€\", null]}", "1:13")]
    [InlineData("{\"𝄞\":\n\"𝄞\", \"x\": [\"𝄞\", null]}", "2:19")]
    public void Read_FaultAfterLettersOfSeveralBytes_IsAtItsColumn(string json, string expected)
    {
        var finding = Assert.Single(InvoiceJson.Read(Encoding.UTF8.GetBytes(json), "x.json").Findings);

        Assert.Equal($"x.json:{expected}", finding.Place);
    }

    // A reader that counts a line anew for each of its values would take many minutes.
    [Fact]
    public void Read_TenMegabytesOnOneLine_AreReadToTheirEnd()
    {
        const int Count = 900_000;
        var text = new StringBuilder("{\"x\":[");
        for (var i = 0; i < Count; i++)
        {
            text.Append("\"aaaaaaaa\",");
        }

        var json = Encoding.UTF8.GetBytes(text.Append("null]}").ToString());

        var finding = Assert.Single(InvoiceJson.Read(json, "x.json").Findings);

        Assert.Equal(ReadingFindings.NotToml, finding.Kind);
        Assert.Equal($"x.json:1:{Count * 11 + 7}", finding.Place);
    }
}
