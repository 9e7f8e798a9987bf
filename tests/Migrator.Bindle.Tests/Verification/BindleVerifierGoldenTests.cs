using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Verification;

/// <summary>Judges what real programs wrote; the parcels are taken to be there.</summary>
public sealed class BindleVerifierGoldenTests
{
    // Invented digests, which the documents of the time had, and invoices that were made to be wrong.
    private static readonly string[] KnownFaults = ["BM1005", "BM1011", "BM2101"];

    [SharedTheory]
    [InlineData("golden/spin", "")]
    [InlineData("golden/hippofacts", "")]
    [InlineData("golden/wagi", "")]
    [InlineData("golden/bindle-server/stores", "")]
    [InlineData("corpus/invoices", "corpus/invoices")]
    public async Task VerifyAsync_RealInvoices_HaveNoError(string folder, string faultyFolder)
    {
        var policy = new VerificationPolicy { IncludeYanked = true };
        var errors = new List<Finding>();
        var count = 0;
        foreach (var file in InvoicesBelow(folder))
        {
            var bytes = await File.ReadAllBytesAsync(SharedData.Combine(file));
            var package = BindlePackage.Create(file, bytes, InvoiceToml.Read(bytes, file), new PresentParcels());
            var outcome = await BindleVerifier.VerifyAsync(package, policy, CancellationToken.None);
            errors.AddRange(outcome.Findings.Where(finding => finding.IsError));
            count++;
        }

        Assert.True(count > 5, $"{count} invoices");
        Assert.DoesNotContain(errors, error => folder != faultyFolder || !KnownFaults.Contains(error.Code));
    }

    private static IEnumerable<string> InvoicesBelow(string folder) => Directory
        .EnumerateFiles(SharedData.Combine(folder), "invoice.toml", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(SharedData.Path, file))
        .Where(file => !file.Contains("/damaged/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private sealed class PresentParcels : IParcelStore
    {
        public ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new ParcelPresence(null, null));

        public ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken) =>
            throw new BindleSourceException(sha256, "Nothing is read here.");
    }
}
