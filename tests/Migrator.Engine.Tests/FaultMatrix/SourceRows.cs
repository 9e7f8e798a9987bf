using Migrator.Bindle.Invoices;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Verification;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.FaultMatrix;

/// <summary>Rows about the bindle: what is wrong with it is told, and nothing of it is tagged.</summary>
internal static class SourceRows
{
    private const JobStatus Refused = JobStatus.SourceRefused;
    private static readonly BindleSigner Creator = new("Creator <creator@example.com>");
    private static readonly BindleSigner Stranger = new("Stranger <stranger@example.com>");

    internal static IEnumerable<MatrixRow> All { get; } =
    [
        new(33, "a parcel is cut short once", JobStatus.Done)
        {
            Script = job => ServeOtherwise(job, Shorter, times: 1),
            Check = (job, _) => Assert.Equal(2, job.Source.Opened.Count(sha => sha == job.Source.ShaOf("long.bin"))),
        },
        OtherLength("a parcel is always cut short", Shorter),
        OtherLength("a parcel is always longer than the invoice says", Longer),
        new(34, "parcels are damaged", JobStatus.Mismatch)
        {
            Script = job => job.Source.Damage("long.bin").Damage("c.txt"),
            Check = (job, outcome) =>
            {
                Assert.Equal(2, outcome.Findings.Length);
                Assert.Equal(0, job.Requests.CountOf(RequestKind.ManifestPut));
                Assert.DoesNotContain("sha256:" + job.Source.ShaOf("long.bin"), job.Content.Blobs.Keys);
                Assert.Distinct(job.Source.Opened);
            },
        },
        Unsent(35, "parcels are missing", Refused) with
        {
            Script = job => job.Source.Lose("a.txt").Lose("c.txt"),
            Check = (job, outcome) =>
            {
                AssertNothingSent(job, outcome);
                Assert.Equal(
                    ["parcel[0] 'a.txt'", "parcel[2] 'c.txt'"],
                    outcome.Findings.Where(finding => finding.Kind == VerifyFindings.ParcelMissing)
                        .Select(finding => finding.Subject));
            },
        },
        Unsent(36, "the bindle is yanked", Refused) with { Script = Yank },
        new(36, "the bindle is yanked and taken all the same", JobStatus.Done)
        {
            Script = Yank,
            Policy = new VerificationPolicy { IncludeYanked = true },
        },
        Unsent(37, "the bindle is not signed", JobStatus.Mismatch) with { Policy = Signatures(new SignaturePolicy()) },
        new(37, "the bindle is not signed, which is allowed", JobStatus.Done)
        {
            Policy = Signatures(new SignaturePolicy { Unsigned = UnsignedBindles.Accept }),
            Check = (_, outcome) => Assert.Equal(SignatureOutcome.AcceptedUnsigned, outcome.Signatures!.Outcome),
        },
        Unsent(37, "a stranger signed", JobStatus.Mismatch) with
        {
            Policy = Signatures(new SignaturePolicy()),
            Script = job => Sign(job, Stranger),
        },
        Unsent(37, "a signature is of another invoice", JobStatus.Mismatch) with
        {
            Policy = Signatures(new SignaturePolicy()),
            Script = job => job.Source.Write = invoice => InvoiceToml.Write(invoice with
            {
                Signatures = Creator.Sign(invoice with { Parcels = [] }).Signatures,
            }),
        },
        new(37, "a trusted key signed", JobStatus.Done)
        {
            Policy = Signatures(new SignaturePolicy()),
            Script = job => Sign(job, Creator),
            Check = (_, outcome) => Assert.Equal(SignatureOutcome.Accepted, outcome.Signatures!.Outcome),
        },
        Invalid("the invoice is no TOML", _ => "= 3"u8.ToArray(), "invoice.toml:1"),
        Invalid("bindleVersion is unknown", invoice => invoice with { BindleVersion = "9.0.0" }, "bindleVersion"),
        Invalid("one digest has two sizes", invoice => invoice with
        {
            Parcels = [.. invoice.Parcels, LabelledAnew(invoice.Parcels[0], label => label with { Size = 3 })],
        }, "BM2107"),
        .. new[] { "../../a.txt", "/etc/passwd", "C:\\a.txt", "a\0b" }.Select(name => Invalid(
            $"a file is called {name.Replace("\0", "NUL", StringComparison.Ordinal)}", FileCalled(name), "BM2105")),
        new(38, "a file is called CON", JobStatus.Done)
        {
            Script = job => job.Source.Write = invoice => InvoiceToml.Write(FileCalled("CON")(invoice)),
            Check = (_, outcome) => Assert.Contains(
                outcome.Findings, finding => finding.Kind == VerifyFindings.UnportableParcelName),
        },
    ];

    private static MatrixRow Unsent(int number, string fault, JobStatus status) =>
        new(number, fault, status) { Check = AssertNothingSent };

    private static MatrixRow Invalid(string fault, Func<Invoice, Invoice> change, string named) =>
        Invalid(fault, invoice => InvoiceToml.Write(change(invoice)), named);

    private static MatrixRow Invalid(string fault, Func<Invoice, byte[]> write, string named) =>
        Unsent(38, fault, Refused) with
        {
            Script = job => job.Source.Write = write,
            Check = (job, outcome) =>
            {
                AssertNothingSent(job, outcome);
                Assert.Contains(
                    outcome.Findings.Where(finding => finding.IsError),
                    finding => finding.ToString().Contains(named, StringComparison.Ordinal));
            },
        };

    private static Func<Invoice, Invoice> FileCalled(string name) => invoice => invoice with
    {
        Groups = [new Group { Name = "files" }],
        Parcels = invoice.Parcels.SetItem(2, LabelledAnew(invoice.Parcels[2], label => label with { Name = name }) with
        {
            Conditions = new Conditions { MemberOf = ["files"] },
        }),
    };

    private static Parcel LabelledAnew(Parcel parcel, Func<Label, Label> change) =>
        parcel with { Label = change(parcel.Label) };

    private static MatrixRow OtherLength(string fault, Func<Stream, Stream> change) =>
        new(33, fault, JobStatus.Mismatch)
        {
            Script = job => ServeOtherwise(job, change, times: int.MaxValue),
            Check = (job, outcome) =>
            {
                var sha = job.Source.ShaOf("long.bin");
                var finding = Assert.Single(outcome.Findings);
                Assert.Contains("long.bin", finding.Subject, StringComparison.Ordinal);
                Assert.Contains(sha, finding.Message, StringComparison.Ordinal);
                Assert.Equal(2, job.Source.Opened.Count(opened => opened == sha));
                Assert.Equal(0, job.Requests.CountOf(RequestKind.ManifestPut));
            },
        };

    private static void ServeOtherwise(MatrixJob job, Func<Stream, Stream> change, int times)
    {
        var left = times;
        job.Source.OnOpen = (sha, stream) =>
            sha == job.Source.ShaOf("long.bin") && left-- > 0 ? change(stream) : stream;
    }

    private static MemoryStream Shorter(Stream stream) => new(BytesOf(stream)[..^5]);

    private static MemoryStream Longer(Stream stream) => new([.. BytesOf(stream), 1, 2, 3]);

    private static byte[] BytesOf(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static void Yank(MatrixJob job) =>
        job.Source.Write = invoice => InvoiceToml.Write(invoice with { Yanked = true });

    private static void Sign(MatrixJob job, BindleSigner signer) =>
        job.Source.Write = invoice => InvoiceToml.Write(signer.Sign(invoice));

    private static VerificationPolicy Signatures(SignaturePolicy policy) => new()
    {
        Signatures = new SignatureCheck(new Keyring(Creator.Entry(SignatureRole.Creator)), policy),
    };

    private static void AssertNothingSent(MatrixJob job, MigrationOutcome outcome)
    {
        Assert.Empty(job.Requests.All);
        Assert.Contains(outcome.Findings, finding => finding.IsError);
    }
}
