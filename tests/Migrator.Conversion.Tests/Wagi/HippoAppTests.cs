using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Wagi;

/// <summary>The same app results from a HIPPOFACTS and from the bindle that Hippo made of it.</summary>
public sealed class HippoAppTests
{
    public static TheoryData<string> Apps =>
    [
        .. SharedData.Folders("golden", "hippofacts")
            .Where(folder => Directory.Exists(Path.Combine(folder, "bindle")))
            .Select(folder => Path.GetFileName(folder)!),
    ];

    [SharedTheory]
    [MemberData(nameof(Apps))]
    public async Task ConvertAsync_FileAndBindle_GiveOneApp(string app)
    {
        using var temp = new TempFolder();
        var golden = SharedData.Combine("golden", "hippofacts", app);
        var facts = HippoTree.LayOut(golden, temp.Combine("app"));

        var fromFile = await ConvertAsync(facts, golden);
        var fromBindle = await ConvertAsync(Path.Combine(golden, "bindle"), golden);

        Assert.Equal(fromBindle.Reasons, fromFile.Reasons);
        Assert.Equal(fromBindle.Manifest, fromFile.Manifest);
        Assert.True(fromFile.Manifest is not null || fromFile.Reasons.Length > 0);
    }

    // The parcels of external modules are not in the golden bindles: both ways then fail for want of them.
    private static async Task<(string? Manifest, string Reasons)> ConvertAsync(string path, string golden)
    {
        var invoice = HippoTree.InvoiceOf(golden);
        var options = new BindleSourceOptions { OpenImports = _ => Task.FromResult(HippoTree.Imports(invoice)) };
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
