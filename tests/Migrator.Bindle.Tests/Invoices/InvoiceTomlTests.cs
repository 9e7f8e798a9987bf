using System.Text;
using CsCheck;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Snapshooter.Xunit;

namespace Migrator.Bindle.Tests.Invoices;

public sealed class InvoiceTomlTests
{
    private const string Full = """
        bindleVersion = '1.0.0'
        yanked = true

        [[yankedSignature]]
        by = 'A'
        signature = 'cw=='
        key = 'aw=='
        role = 'host'
        at = 0

        [bindle]
        name = 'example.com/app'
        version = '1.2.3-rc.1+b'
        description = '''
        two
        lines'''
        authors = [
            'A',
            'B',
        ]

        [annotations]
        a = '1'
        "b c" = '2'

        [[parcel]]
        [parcel.label]
        sha256 = '23f310b54076878fd4c36f0c60ec92011a8b406349b98dd37d08577d17397de5'
        mediaType = 'text/plain'
        name = '''it's'''
        size = 9
        origin = 'other/1.0.0'

        [parcel.label.annotations]
        x = 'y'
        [parcel.label.feature.a]

        [parcel.label.feature.wagi]
        file = 'true'

        [parcel.conditions]
        memberOf = ['g']
        requires = ['h']

        [[group]]
        name = 'g'
        required = false
        satisfiedBy = 'allOf'

        [[signature]]
        by = 'C'
        signature = 'cw=='
        key = 'aw=='
        role = 'approver'
        at = 1

        """;

    [Fact]
    public void Write_WhatWasRead_GivesTheSameBytes()
    {
        var reading = InvoiceToml.Read(Encoding.UTF8.GetBytes(Full), "invoice.toml");

        Assert.Empty(reading.Findings);
        Assert.Equal(Full, Encoding.UTF8.GetString(InvoiceToml.Write(reading.Invoice!)));
    }

    [Fact]
    public void Read_WhatWasWritten_GivesTheSameData() => SampleInvoices.Any.Sample(
        invoice =>
        {
            var reading = InvoiceToml.Read(InvoiceToml.Write(invoice), "invoice.toml");
            Assert.Empty(reading.Findings);
            Assert.Equal(InvoiceData.Of(invoice), InvoiceData.Of(reading.Invoice));
        },
        iter: 2_000);

    [Fact]
    public void Read_AnyDamage_GivesFindingsAndNeverThrows()
    {
        var whole = Encoding.UTF8.GetBytes(Full);
        var letters = Encoding.UTF8.GetBytes("\0\"'[]{}=.,\\\n\r#_+-0eEnT:zäé🔑").ToArray();
        var damage = Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 3], Gen.OneOf(Gen.OneOf(letters), Gen.Byte));
        Gen.Select(damage.Array[1, 4], Gen.Bool).Sample(
            (damages, lenient) =>
            {
                var bytes = whole.ToList();
                foreach (var (at, removed, added) in damages)
                {
                    bytes.RemoveRange(Math.Min(at, bytes.Count), Math.Min(removed, Math.Max(0, bytes.Count - at)));
                    bytes.Insert(Math.Min(at, bytes.Count), added);
                }

                var reading = InvoiceToml.Read(bytes.ToArray(), "invoice.toml", lenient);
                Assert.True(reading.Invoice is not null || reading.Findings.Any(finding => finding.IsError));
                Assert.All(reading.Findings, finding => Assert.DoesNotContain(finding.ToString(), char.IsControl));
            },
            iter: 20_000);
    }

    [Fact]
    public void Read_EveryFieldWrong_TellsAllFaultsInTheOrderOfTheText()
    {
        const string text = """
            bindle_version = "1.0.0"
            yanked = "true"
            [bindle]
            version = "v1.0"
            author = "x"
            [annotations]
            n = 1
            [[parcel]]
            [parcel.label]
            sha256 = 5
            media_type = "x"
            size = -1
            [parcel.label.feature]
            wagi = "y"
            [parcel.conditions]
            memberOf = "g"
            member_of = ["g"]
            [[parcel]]
            [[group]]
            required = 1
            [[signature]]
            by = "A\u0000B"
            role = "Host"
            at = 1.5
            """;

        var reading = InvoiceToml.Read(Encoding.UTF8.GetBytes(text), "invoice.toml");

        Assert.Null(reading.Invoice);
        Snapshot.Match(string.Join('\n', reading.Findings));
    }

    [Fact]
    public void Read_FaultsThatLeaveAModel_GiveInvoiceAndErrors()
    {
        var reading = InvoiceToml.Read(
            "bindleVersion='1.0.0'\nzzz=1\nbindle={name='a',version='1.0.0'}"u8.ToArray(),
            "x/invoice.toml");

        Assert.Equal("a/1.0.0", reading.Invoice!.Id.ToString());
        var finding = Assert.Single(reading.Findings);
        Assert.Equal((ReadingFindings.UnknownField, "x/invoice.toml:2:1"), (finding.Kind, finding.Place));
    }

    [Theory]
    [InlineData("", "BM1004")]
    [InlineData("# nothing", "BM1004")]
    [InlineData("a = ", "BM1002")]
    [InlineData("\uFEFFbindleVersion='1.0.0'\nbindle={name='a',version='1.0.0'}", "BM1012")]
    [InlineData("bindleVersion='1.0.0'\nbindleVersion='1.0.0'\nbindle={name='a',version='1.0.0'}", "BM1008")]
    [InlineData("bindleVersion='1.0.0'\n[bindle]\nname='a'\nversion='1.0.0'\n[bindle]", "BM1002")]
    [InlineData("bindleVersion='1.0.0'\nbindle={name='a',version='1.0.0-01'}", "BM1011")]
    [InlineData("bindleVersion='1.0.0'\nbindle={name='a',version='1.0.18446744073709551616'}", "BM1011")]
    [InlineData("bindle={name='a',version='1.0.0'}", "BM1005")]
    [InlineData("bindleVersion='1.0.0'", "BM1005")]
    [InlineData("bindleVersion=1\nbindle={name='a',version='1.0.0'}", "BM1007")]
    [InlineData("bindleVersion='1.0.0'\nbindle={name='a',version='1.0.0'}\nparcel={}", "BM1007")]
    [InlineData("bindleVersion='1.0.0'\nbindle={name='a',version='1.0.0'}\nparcel=[1]", "BM1007")]
    [InlineData("bindleVersion='1.0.0'\nyanked_reason='x'\nbindle={name='a',version='1.0.0'}", "BM1006")]
    [InlineData("bindleVersion='1.0.0'\nannotations={a=[[[]]]}\nbindle={name='a',version='1.0.0'}", "BM1007")]
    public void Read_OneFault_HasItsCode(string text, string code) => Assert.Equal(
        [code],
        InvoiceToml.Read(Encoding.UTF8.GetBytes(text), "invoice.toml").Findings.Select(finding => finding.Code));

    [Theory]
    [InlineData("[[parcel]]\nlabel={sha256='a',mediaType='b',name='c',size=1,feature={wagi={r='1',r='2'}}}", "BM1008")]
    [InlineData("[annotations]\nk='1'\nk='2'", "BM1008")]
    public void Read_FreeKeyTwice_IsErrorUnlessLenient(string text, string code)
    {
        var bytes = Encoding.UTF8.GetBytes("bindleVersion='1.0.0'\nbindle={name='a',version='1.0.0'}\n" + text);

        var strict = Assert.Single(InvoiceToml.Read(bytes, "invoice.toml").Findings);
        var reading = InvoiceToml.Read(bytes, "invoice.toml", lenient: true);

        Assert.Equal((code, FindingLevel.Error), (strict.Code, strict.Level));
        var lenient = Assert.Single(reading.Findings);
        Assert.Equal(FindingLevel.Warning, lenient.Level);
        Assert.Contains("'1'", lenient.Message, StringComparison.Ordinal);
        Assert.Contains("'2'", lenient.Message, StringComparison.Ordinal);
        Assert.Contains("\"2\"", InvoiceData.Of(reading.Invoice), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DocumentedFieldLeniently_IsLeftOutWithAWarning()
    {
        var reading = InvoiceToml.Read(
            "yanked_reason='x'\nyanked_signature=[]\nbindleVersion='1'\nbindle={name='a',version='1.0.0'}"u8.ToArray(),
            "invoice.toml",
            lenient: true);

        Assert.NotNull(reading.Invoice);
        Assert.Equal(["BM1013", "BM1013"], reading.Findings.Select(finding => finding.Code));
        Assert.All(reading.Findings, finding => Assert.False(finding.IsError));
    }

    [Fact]
    public void Read_FiveThousandParcels_StaysSmall()
    {
        var label = new Label { Sha256 = new string('a', 64), MediaType = "text/plain", Name = "n", Size = 1 };
        var bytes = InvoiceToml.Write(new Invoice
        {
            BindleVersion = "1.0.0",
            Id = BindleId.Parse("a/1.0.0"),
            Parcels = [.. Enumerable.Range(0, 5_000).Select(_ => new Parcel { Label = label, Conditions = new() })],
        });
        InvoiceToml.Read(bytes, "invoice.toml");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = InvoiceToml.Read(bytes, "invoice.toml");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(5_000, reading.Invoice!.Parcels.Length);
        Assert.InRange(allocated, 0, 40 << 20);
    }
}
