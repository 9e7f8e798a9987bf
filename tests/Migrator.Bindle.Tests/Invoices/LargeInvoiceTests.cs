using System.Globalization;
using System.Text;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Tests.Invoices;

/// <summary>Texts that are made to fill the memory: what is kept of them is bounded.</summary>
public sealed class LargeInvoiceTests
{
    private const int MostFaults = 10_000;

    [Theory]
    [InlineData(MostFaults - 2, 0)]
    [InlineData(MostFaults + 2_998, 3_000)]
    public void Read_ManyUnknownKeys_TellsTheFirstAndHowManyMore(int count, int more)
    {
        var findings = Read(Lines(count)).Findings;

        // Two are about bindleVersion and bindle, which are missing.
        Assert.Equal(MostFaults - 2, findings.Count(finding => finding.Kind == ReadingFindings.UnknownField));
        Assert.Equal(
            more == 0 ? [] : [$"And {more} more faults of the text."],
            findings.Where(finding => finding.Kind == ReadingFindings.More).Select(finding => finding.Message));
    }

    [Fact]
    public void Read_OneAndAHalfMillionUnknownKeys_IsOneFinding()
    {
        var reading = Read(Lines(1_500_000));

        Assert.Null(reading.Invoice);
        Assert.Equal(ReadingFindings.TooLarge, Assert.Single(reading.Findings).Kind);
    }

    [Theory]
    [InlineData("x = [", "1,", "]")]
    [InlineData("", "[[a]]\n", "")]
    [InlineData("", "[a]\n", "")]
    public void Read_MillionsOfValues_IsBounded(string start, string part, string end)
    {
        var text = new StringBuilder(start);
        for (var i = 0; i < 2_100_000; i++)
        {
            text.Append(part);
        }

        var findings = Read(text.Append(end)).Findings;

        Assert.InRange(findings.Length, 1, MostFaults + 1);
    }

    [Fact]
    public void ReadJson_MillionsOfValues_IsOneFinding()
    {
        var text = new StringBuilder("{\"x\":[1");
        for (var i = 0; i < 2_100_000; i++)
        {
            text.Append(",1");
        }

        var json = Encoding.UTF8.GetBytes(text.Append("]}").ToString());

        Assert.Equal(
            ReadingFindings.TooLarge, Assert.Single(InvoiceJson.Read(json, "x.json").Findings).Kind);
    }

    [Fact]
    public void Read_LenientWithManyRepeats_StaysWithoutErrors()
    {
        var text = new StringBuilder("bindleVersion = \"1.0.0\"\n[bindle]\nname = \"a\"\nversion = \"1.0.0\"\n");
        text.Append("[annotations]\n");
        for (var i = 0; i < MostFaults + 2; i++)
        {
            text.Append("a = \"b\"\n");
        }

        var reading = InvoiceToml.Read(Encoding.UTF8.GetBytes(text.ToString()), "x", lenient: true);

        Assert.NotNull(reading.Invoice);
        Assert.DoesNotContain(reading.Findings, finding => finding.IsError);
        Assert.Equal("And 1 more faults of the text.", reading.Findings[^1].Message);
    }

    private static InvoiceReading Read(StringBuilder text) =>
        InvoiceToml.Read(Encoding.UTF8.GetBytes(text.ToString()), "x");

    private static StringBuilder Lines(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"k{i}=1\n");
        }

        return text;
    }
}
