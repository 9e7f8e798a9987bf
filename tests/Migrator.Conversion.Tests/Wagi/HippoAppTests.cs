using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>The same app results from a HIPPOFACTS and from the bindle that Hippo made of it.</summary>
public sealed class HippoAppTests
{
    private static readonly byte[] Import = WagiBuilder.Named("of another bindle");

    // Libraries, which have no route; and an entrypoint that the golden data's stand-in for the module does not export.
    private static readonly (string App, string Code)[] Refused =
        [("testdata_lib1", "BM3000"), ("testdata_app1+317eb6bb", "BM3714")];

    public static TheoryData<string> Apps =>
    [
        .. SharedData.Folders("golden", "hippofacts")
            .Where(folder => Directory.Exists(Path.Combine(folder, "bindle")))
            .Select(folder => Path.GetFileName(folder)!),
    ];

    // Nobody kept the modules that four of them take from other bindles; one of our own stands in for each.
    [SharedTheory]
    [MemberData(nameof(Apps))]
    public async Task ConvertAsync_FileAndBindle_GiveOneApp(string app)
    {
        using var temp = new TempFolder();
        var golden = SharedData.Combine("golden", "hippofacts", app);
        var invoice = HippoTree.WithImport(HippoTree.InvoiceOf(golden)!, Import);
        var facts = HippoTree.LayOut(golden, temp.Combine("app"));
        await WriteBindleAsync(golden, invoice, temp.Combine("bindle"));

        var fromFile = await ConvertAsync(facts, invoice);
        var fromBindle = await ConvertAsync(temp.Combine("bindle"), invoice);

        Assert.Equal(fromBindle.Reasons, fromFile.Reasons);
        Assert.Equal(fromBindle.Manifest, fromFile.Manifest);
        Assert.Equal(Refused.FirstOrDefault(refused => app.Contains(refused.App, StringComparison.Ordinal)).Code ?? "",
            fromFile.Reasons.Split(' ')[0]);
        Assert.Equal(fromFile.Reasons.Length == 0, fromFile.Manifest is not null);
    }

    private static async Task WriteBindleAsync(string golden, Invoice invoice, string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "parcels"));
        await File.WriteAllBytesAsync(Path.Combine(folder, "invoice.toml"), InvoiceToml.Write(invoice));
        foreach (var sha256 in invoice.Parcels.Select(parcel => parcel.Label.Sha256).Distinct())
        {
            var data = Path.Combine(golden, "bindle", "parcels", sha256 + ".dat");
            var bytes = File.Exists(data) ? await File.ReadAllBytesAsync(data) : Import;
            await File.WriteAllBytesAsync(Path.Combine(folder, "parcels", sha256 + ".dat"), bytes);
        }
    }

    private static async Task<(string? Manifest, string Reasons)> ConvertAsync(string path, Invoice invoice)
    {
        var imports = HippoTree.Imports(invoice, Import);
        var options = new BindleSourceOptions { OpenImports = _ => Task.FromResult(imports) };
        await using var source = await BindleSources.OpenAsync(path, options, CancellationToken.None);
        var package = await source.OpenAsync(null, CancellationToken.None);
        var verified = await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), CancellationToken.None);
        if (verified.Bindle is null)
        {
            return (null, ErrorsOf(verified.Findings));
        }

        var outcome = await Converter.ConvertAsync(
            verified.Bindle, new ConversionOptions { Referrer = false }, CancellationToken.None);
        return (outcome.Artifact?.Descriptor.Digest.ToString(), ErrorsOf(outcome.Findings));
    }

    private static string ErrorsOf(IEnumerable<Finding> findings) => string.Join(
        '\n', findings.Where(finding => finding.IsError).Select(finding => $"{finding.Code} {finding.Subject}"));
}
