using CsCheck;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Faithful;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Layout;
using Migrator.Oci.Targets.Memory;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Faithful;

/// <summary>
/// Nothing is lost: a bindle that went into OCI comes out with the same invoice bytes and the same parcels.
/// </summary>
public sealed class RoundTripTests
{
    // What is not valid has a finding of level error: fixtures of broken invoices, fragments, other formats.
    private const int ValidGolden = 256;
    private const int ValidCorpus = 41;
    private const int Corpus = 125;

    private static readonly Gen<string> Word =
        OneOf(
            "a",
            "Z",
            "0",
            "-",
            " ",
            ".",
            "é",
            "日",
            "\U0001F600",
            "\"",
            "'",
            "\\",
            "\u00ad").Array[1,
            8].Select(string.Concat);

    private static readonly Gen<string> MediaType = OneOf(
        "text/plain",
        "application/wasm",
        "application/vnd.fermyon.spin+toml",
        "text/html; charset=utf-8",
        "application/vnd.oci.image.layer.v1.tar");

    private static readonly Gen<Invoice> AnyInvoice = Gen.Select(
        Gen.Char["abcxyz/-"].Array[1, 12],
        OneOf("0.0.1", "1.2.3-rc.1", "1.2.3+q0a1b2c3", "2.0.0-a+b"),
        Word.Null(),
        Word.Array[0, 2],
        (name, version, description, authors) => new Invoice
        {
            BindleVersion = "1.0.0",
            Id = new BindleId("n" + new string(name).Replace('/', '-'), BindleVersion.Parse(version)),
            Description = description,
            Authors = [.. authors],
        });

    private static readonly Gen<MemoryBindle> AnyBindle = Gen.Select(
        AnyInvoice,
        Gen.Select(MediaType, Gen.Byte.Array[0, 300]).Array[0, 8],
        (invoice, parcels) => MemoryBindle.Of(
            invoice, [.. parcels.Select((parcel, index) => (parcel.Item1, $"dir/file {index}", parcel.Item2))]));

    [Fact]
    public Task OpenByReferenceAsync_AnyBindle_GivesTheSameBindle() => AnyBindle.SampleAsync(
        async bindle =>
        {
            await using var target = new MemoryTarget();
            Assert.True(await RoundTripAsync(bindle.Package, target));
        },
        iter: 200);

    [Fact]
    public async Task OpenByReferenceAsync_LayoutReadAnew_GivesTheSameBindle()
    {
        using var folder = new TempFolder();
        var bindle = MemoryBindle.Of("example.com/shop/1.2.0+q1", "text/plain", "hello", "", "hello", "other");
        await using (var target = LayoutTarget.Open(folder.Combine("oci")))
        {
            await target.PushAsync(BindleArtifact.Build(await bindle.VerifyAsync(), subject: null), "1.2.0_q1");
        }

        await using var again = LayoutTarget.OpenReadOnly(folder.Combine("oci"));
        var actual = await new OciBindleSource(again).OpenByReferenceAsync("1.2.0_q1", CancellationToken.None);

        await Pushing.AssertSameAsync(bindle.Package, actual);
    }

    [Fact]
    public async Task OpenByReferenceAsync_NoParcels_GivesTheSameBindle()
    {
        await using var target = new MemoryTarget();
        Assert.True(await RoundTripAsync(MemoryBindle.Of("shop/1.0.0", "text/plain").Package, target));
    }

    [SharedFact]
    public async Task OpenByReferenceAsync_EveryGoldenBindle_GivesTheSameBindle()
    {
        var invoices = Directory.GetFiles(
            SharedData.Combine("golden", "spin"), "invoice.toml", SearchOption.AllDirectories);
        var same = 0;
        foreach (var invoice in invoices)
        {
            await using var source = await BindleSources.OpenAsync(
                Path.GetDirectoryName(invoice)!, new BindleSourceOptions(), CancellationToken.None);
            var package = await source.OpenAsync(null, CancellationToken.None);
            await using var target = new MemoryTarget();
            same += await RoundTripAsync(package, target) ? 1 : 0;
        }

        Assert.Equal((ValidGolden, ValidGolden), (same, invoices.Length));
    }

    [SharedFact]
    public async Task OpenByReferenceAsync_EveryValidInvoiceOfTheCorpus_GivesTheSameInvoiceAndLayers()
    {
        var valid = 0;
        var invoices = SharedData.Combine("corpus", "invoices");
        var files = Directory.GetFiles(invoices, "*.toml", SearchOption.AllDirectories);
        foreach (var path in files)
        {
            var bytes = await File.ReadAllBytesAsync(path);
            var package = BindlePackage.Create(path, bytes, InvoiceToml.Read(bytes, path), new EverythingThere(bytes));
            var outcome = await BindleVerifier.VerifyAsync(
                package, new VerificationPolicy { IncludeYanked = true }, CancellationToken.None);
            if (outcome.Bindle is { } bindle)
            {
                await RoundTripInvoiceAsync(bindle);
                valid++;
            }
        }

        Assert.Equal((ValidCorpus, Corpus), (valid, files.Length));
    }

    private static Gen<string> OneOf(params string[] values) =>
        Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>Takes a bindle there and back; false when it is not valid, so that nothing had to be kept.</summary>
    private static async Task<bool> RoundTripAsync(BindlePackage package, ITarget target)
    {
        var outcome = await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), CancellationToken.None);
        if (outcome.Bindle is not { } bindle)
        {
            return false;
        }

        await target.PushAsync(BindleArtifact.Build(bindle, subject: null), "tag");
        var actual = await new OciBindleSource(target).OpenByReferenceAsync("tag", CancellationToken.None);

        await Pushing.AssertSameAsync(package, actual);
        await MemoryBindle.VerifyAsync(actual);
        return true;
    }

    // The corpus has invoices without their parcels, so the target here takes the layers unseen.
    private static async Task RoundTripInvoiceAsync(VerifiedBindle bindle)
    {
        var artifact = BindleArtifact.Build(bindle, subject: null);
        await using var target = new LooseTarget();
        target.Put(BindleMediaTypes.Invoice, bindle.Package.InvoiceBytes.ToArray());
        target.Tag(target.Put(MediaTypes.ImageManifest, artifact.ManifestBytes.ToArray()), "tag");

        var actual = await new OciBindleSource(target).OpenByReferenceAsync("tag", CancellationToken.None);

        Assert.Equal(bindle.Package.InvoiceBytes.ToArray(), actual.InvoiceBytes.ToArray());
        Assert.DoesNotContain(actual.Findings, finding => finding.IsError);
        Assert.Equal(
            bindle.Invoice.Parcels.Select(parcel => (parcel.Label.Sha256, parcel.Label.Size)),
            artifact.Manifest.Layers.Where(_ => !bindle.Invoice.Parcels.IsEmpty)
                .Select(layer => (layer.Digest.Hex, layer.Size)));
    }

    private sealed class EverythingThere(byte[] invoice) : IParcelStore
    {
        private readonly Dictionary<string, long> _sizes = (InvoiceToml.Read(invoice, "").Invoice?.Parcels ?? [])
            .DistinctBy(
                parcel => parcel.Label.Sha256).ToDictionary(parcel => parcel.Label.Sha256, parcel => parcel.Label.Size);

        public ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new ParcelPresence(_sizes[sha256], null));

        public ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken) =>
            throw new NotSupportedException("No parcel may be read here.");
    }
}
