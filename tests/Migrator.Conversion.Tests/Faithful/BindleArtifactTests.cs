using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Faithful;
using Migrator.Oci.Model;

namespace Migrator.Conversion.Tests.Faithful;

public sealed class BindleArtifactTests
{
    private const string Sha256OfHello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private static readonly Lazy<Task<VerifiedBindle>> TooManyParcels = new(() => WithParcelsAsync(36_000));

    [Fact]
    public async Task Build_OneParcel_HasTheBytesOfTheProfile()
    {
        var bindle = await MemoryBindle.Of("example.com/shop/1.2.0+q1", "text/plain", "hello").VerifyAsync();

        var artifact = BindleArtifact.Build(bindle, subject: null);

        var invoice = Digest.Of(bindle.Package.InvoiceBytes.Span);
        Assert.Equal(
            "{\"annotations\":{\"vnd.bindle2oci.bindle.id\":\"example.com/shop/1.2.0+q1\"}," +
            "\"artifactType\":\"application/vnd.bindle2oci.bindle.v1\"," +
            $"\"config\":{{\"digest\":\"{invoice}\",\"mediaType\":\"application/vnd.bindle2oci.invoice.v1+toml\"," +
            $"\"size\":{bindle.Package.InvoiceBytes.Length}}}," +
            $"\"layers\":[{{\"digest\":\"sha256:{Sha256OfHello}\",\"mediaType\":\"text/plain\",\"size\":5}}]," +
            "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"schemaVersion\":2}",
            Encoding.UTF8.GetString(artifact.ManifestBytes.Span));
        Assert.Equal(Digest.Of(artifact.ManifestBytes.Span), artifact.Descriptor.Digest);
        Assert.Equal("application/vnd.bindle2oci.bindle.v1", artifact.Descriptor.ArtifactType);
    }

    [Fact]
    public async Task Build_WithSubject_NamesItByTypeDigestAndSizeAlone()
    {
        var bindle = await MemoryBindle.Of("shop/1.0.0", "text/plain", "hello").VerifyAsync();
        var subject = Descriptor.Of(MediaTypes.ImageManifest, "spin"u8) with { ArtifactType = "application/x" };

        var artifact = BindleArtifact.Build(bindle, subject);

        Assert.EndsWith(
            $"\"subject\":{{\"digest\":\"{subject.Digest}\"," +
            "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":4}}",
            Encoding.UTF8.GetString(artifact.ManifestBytes.Span),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_NoParcels_HasTheEmptyDescriptorAsItsLayer()
    {
        var bindle = await MemoryBindle.Of("shop/1.0.0", "text/plain").VerifyAsync();

        var artifact = BindleArtifact.Build(bindle, subject: null);

        var layer = Assert.Single(artifact.Manifest.Layers);
        Assert.Equal("application/vnd.oci.empty.v1+json", layer.MediaType);
        Assert.Equal(
            "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", layer.Digest.ToString());
        Assert.Equal(2, layer.Size);
    }

    [Fact]
    public async Task Build_SameBytesTwice_HasTwoLayersAndOneBlob()
    {
        var bindle = await MemoryBindle.Of("shop/1.0.0", "text/plain", "hello", "hello", "").VerifyAsync();

        var artifact = BindleArtifact.Build(bindle, subject: null);

        Assert.Equal([5L, 5L, 0L], artifact.Manifest.Layers.Select(layer => layer.Size));
        Assert.Equal(3, artifact.Blobs.Length);
        Assert.Equal(BindleMediaTypes.Invoice, artifact.Blobs[^1].Descriptor.MediaType);
    }

    [Theory]
    [InlineData("text/html", "text/html")]
    [InlineData("application/vnd.fermyon.spin+toml", "application/vnd.fermyon.spin+toml")]
    [InlineData("Text/HTML", "Text/HTML")]
    [InlineData("text/html; charset=utf-8", "application/octet-stream")]
    [InlineData("application/vnd.oci.image.layer.v1.tar+gzip", "application/octet-stream")]
    [InlineData("application/vnd.Docker.image.rootfs.diff.tar.gzip", "application/octet-stream")]
    [InlineData("application/vnd.cncf.oras.artifact.manifest.v1+json", "application/octet-stream")]
    [InlineData("text", "application/octet-stream")]
    [InlineData("/html", "application/octet-stream")]
    [InlineData("text/", "application/octet-stream")]
    [InlineData("a/b/c", "application/octet-stream")]
    [InlineData("-text/html", "application/octet-stream")]
    [InlineData("tèxt/html", "application/octet-stream")]
    [InlineData("", "application/octet-stream")]
    public void ForLayer_AnyLabel_IsPlainAndWithoutMeaning(string label, string expected) =>
        Assert.Equal(expected, BindleMediaTypes.ForLayer(label));

    [Fact]
    public void ForLayer_NameOf128Characters_IsNotPlain() =>
        Assert.Equal(BindleMediaTypes.OctetStream, BindleMediaTypes.ForLayer("text/" + new string('x', 128)));

    [Theory]
    [InlineData(false, "Split the bindle")]
    [InlineData(true, "--no-referrer to migrate")]
    public async Task Check_ManifestOverFourMebibytes_SaysWhatToDo(bool isReferrer, string advice)
    {
        var bindle = await TooManyParcels.Value;
        var subject = isReferrer ? Descriptor.Of(MediaTypes.ImageManifest, "spin"u8) : null;

        var finding = Assert.Single(BindleArtifact.Check(BindleArtifact.Build(bindle, subject), bindle.Id));

        Assert.Equal("BM3600", finding.Code);
        Assert.Equal(FindingLevel.Error, finding.Level);
        Assert.Contains(advice, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ThirtyThousandParcels_Fit()
    {
        var bindle = await WithParcelsAsync(30_000);

        Assert.Empty(BindleArtifact.Check(BindleArtifact.Build(bindle, subject: null), bindle.Id));
    }

    private static Task<VerifiedBindle> WithParcelsAsync(int count)
    {
        var texts = Enumerable.Range(0, count).Select(number => $"{number}").ToArray();
        return MemoryBindle.Of("shop/1.0.0", "text/plain", texts).VerifyAsync();
    }
}
