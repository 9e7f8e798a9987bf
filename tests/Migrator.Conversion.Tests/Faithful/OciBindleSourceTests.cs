using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;
using Migrator.Conversion.Faithful;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Layout;
using Migrator.Oci.Targets.Memory;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Faithful;

public sealed class OciBindleSourceTests
{
    private static readonly BindleBuilder Shop = BindleBuilder.Of("shop/1.0.0", "text/plain", "one", "two");

    [Fact]
    public async Task ListAsync_TwoBindlesAndASpinArtifact_ListsTheBindlesOnce()
    {
        await using var target = new MemoryTarget();
        await target.PushAsync(await BuildAsync(Shop), "1.0.0");
        await target.PushAsync(await BuildAsync(Shop), "latest");
        await target.PushAsync(await BuildAsync(BindleBuilder.Of("shop/2.0.0", "text/plain", "one")), "2.0.0");
        await PushSpinArtifactAsync(target, "spin");

        var entries = await new OciBindleSource(target).ListAsync(CancellationToken.None).ToListAsync();

        Assert.Equal(["shop/1.0.0", "shop/2.0.0"], entries.Select(entry => entry.Id!.ToString()));
        Assert.Equal(["1.0.0", "2.0.0"], entries.Select(entry => entry.Place));
    }

    [Fact]
    public async Task OpenAsync_ById_FindsTheOneOfSeveral()
    {
        await using var target = new MemoryTarget();
        await target.PushAsync(await BuildAsync(Shop), "1.0.0");
        await target.PushAsync(await BuildAsync(BindleBuilder.Of("shop/2.0.0", "text/plain", "three")), "2.0.0");

        var package = await new OciBindleSource(target).OpenAsync(BindleId.Parse("shop/2.0.0"), CancellationToken.None);

        Assert.Equal("shop/2.0.0", package.Invoice!.Id.ToString());
        var fault = await Assert.ThrowsAsync<BindleSourceException>(
            () => new OciBindleSource(target).OpenAsync(BindleId.Parse("shop/3.0.0"), CancellationToken.None));
        Assert.Contains("shop/3.0.0", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_WithoutIdAmongTwo_NamesBoth()
    {
        await using var target = new MemoryTarget();
        await target.PushAsync(await BuildAsync(Shop), "1.0.0");
        await target.PushAsync(await BuildAsync(BindleBuilder.Of("shop/2.0.0", "text/plain", "three")), "2.0.0");

        var fault = await Assert.ThrowsAsync<BindleSourceException>(
            () => new OciBindleSource(target).OpenAsync(null, CancellationToken.None));

        Assert.Contains("shop/1.0.0", fault.Message, StringComparison.Ordinal);
        Assert.Contains("shop/2.0.0", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenByReferenceAsync_SpinArtifact_GivesItsReferrer()
    {
        await using var target = new MemoryTarget();
        var spin = await PushSpinArtifactAsync(target, "1.0.0");
        await target.PushAsync(BindleArtifact.Build(await Shop.BuildAsync(), spin), tag: null);

        var package = await new OciBindleSource(target).OpenByReferenceAsync("1.0.0", CancellationToken.None);

        await Pushing.AssertSameAsync(Shop.Package, package);
    }

    [Fact]
    public async Task OpenByReferenceAsync_BindlesThatShareAnArtifact_AreToldApartByTag()
    {
        await using var target = new MemoryTarget();
        var spin = await PushSpinArtifactAsync(target, "1.0.0_q1");
        await target.TagAsync(spin, "1.0.0_q2", CancellationToken.None);
        await target.TagAsync(spin, "latest", CancellationToken.None);
        foreach (var id in (string[])["shop/1.0.0+q1", "shop/1.0.0+q2"])
        {
            var bindle = await BindleBuilder.Of(id, "text/plain", "one").BuildAsync();
            await target.PushAsync(BindleArtifact.Build(bindle, spin), tag: null);
        }

        var source = new OciBindleSource(target);
        var package = await source.OpenByReferenceAsync("1.0.0_q2", CancellationToken.None);

        Assert.Equal("shop/1.0.0+q2", package.Invoice!.Id.ToString());
        await Assert.ThrowsAsync<BindleSourceException>(
            () => source.OpenByReferenceAsync("latest", CancellationToken.None));
    }

    [Fact]
    public async Task OpenByReferenceAsync_OnlyTheBindleOfAnotherTagThere_IsNotTakenForIt()
    {
        await using var target = new MemoryTarget();
        var spin = await PushSpinArtifactAsync(target, "1.0.0_q2");
        var bindle = await BindleBuilder.Of("shop/1.0.0+q1", "text/plain", "one").BuildAsync();
        await target.PushAsync(BindleArtifact.Build(bindle, spin), tag: null);
        var source = new OciBindleSource(target);
        await source.OpenByReferenceAsync("1.0.0_q2", CancellationToken.None);
        await target.TagAsync(spin, "1.0.0_q1", CancellationToken.None);
        var refusal = await Assert.ThrowsAsync<BindleSourceException>(
            () => source.OpenByReferenceAsync("1.0.0_q2", CancellationToken.None));
        Assert.Contains("shop/1.0.0+q1 (sha256:", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil/1.0.0", "one")]
    [InlineData("shop/1.0.0", "other")]
    [InlineData("shop/1.0.1", "one")]
    [InlineData("evil/1.0.0+q1", "one")]
    public async Task OpenByReferenceAsync_ReferrerThatTheArtifactWasNotMadeOf_IsPassedOver(string id, string parcel)
    {
        await using var target = new MemoryTarget();
        var own = BindleBuilder.Of("shop/1.0.0+q1", "text/plain", "one");
        var spin = await PushAppAsync(target, "1.0.0", "shop", "1.0.0", "one");
        var stray = await BindleBuilder.Of(id, "text/plain", parcel).BuildAsync();
        await target.PushAsync(BindleArtifact.Build(stray, spin), tag: null);
        var source = new OciBindleSource(target);

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(
            () => source.OpenByReferenceAsync("1.0.0", CancellationToken.None));
        await target.PushAsync(BindleArtifact.Build(await own.BuildAsync(), spin), tag: null);
        var package = await source.OpenByReferenceAsync("1.0.0", CancellationToken.None);

        Assert.Contains($"{id} (sha256:", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("@DIGEST", refusal.Message, StringComparison.Ordinal);
        await Pushing.AssertSameAsync(own.Package, package);
    }

    [Fact]
    public async Task OpenByReferenceAsync_SeveralThatTheArtifactCanBeMadeOf_NamesThemAndOpensOneByDigest()
    {
        await using var target = new MemoryTarget();
        var spin = await PushAppAsync(target, "1.0.0", "shop", "1.0.0", "one");
        var digests = new List<string>();
        foreach (var id in (string[])["shop/1.0.0", "shop/1.0.0+q1"])
        {
            var copy = BindleArtifact.Build(await BindleBuilder.Of(id, "text/plain", "one").BuildAsync(), spin);
            await target.PushAsync(copy, tag: null);
            digests.Add(copy.Descriptor.Digest.ToString());
        }

        var source = new OciBindleSource(target);
        var refusal = await Assert.ThrowsAsync<BindleSourceException>(
            () => source.OpenByReferenceAsync("1.0.0", CancellationToken.None));
        var package = await source.OpenByReferenceAsync(digests[1], CancellationToken.None);

        Assert.All(digests, digest => Assert.Contains(digest, refusal.Message, StringComparison.Ordinal));
        Assert.Equal("shop/1.0.0+q1", package.Invoice!.Id.ToString());
    }

    [Theory]
    [InlineData("nothing", "no manifest 'nothing'")]
    [InlineData("spin", "--no-referrer")]
    public async Task OpenByReferenceAsync_NoBindleThere_SaysSo(string reference, string message)
    {
        await using var target = new MemoryTarget();
        await PushSpinArtifactAsync(target, "spin");

        var fault = await Assert.ThrowsAsync<BindleSourceException>(
            () => new OciBindleSource(target).OpenByReferenceAsync(reference, CancellationToken.None));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenByReferenceAsync_LayersChanged_GivesAFindingForEach()
    {
        var artifact = await BuildAsync(BindleBuilder.Of("shop/1.0.0", "text/plain", "one", "two", "three"));
        await using var target = new LooseTarget();
        target.Put(BindleMediaTypes.Invoice, await ReadConfigAsync(artifact));
        var other = Descriptor.Of("text/plain", "other"u8);
        Retag(target, artifact.Manifest with { Layers = [other, artifact.Manifest.Layers[1]] }, "short");
        Retag(target, artifact.Manifest with { Layers = artifact.Manifest.Layers.Add(other) }, "long");
        var source = new OciBindleSource(target);

        var tooFew = await source.OpenByReferenceAsync("short", CancellationToken.None);
        var tooMany = await source.OpenByReferenceAsync("long", CancellationToken.None);

        Assert.Equal(["BM3611", "BM3610"], tooFew.Findings.Select(finding => finding.Code));
        Assert.Equal(["BM3612"], tooMany.Findings.Select(finding => finding.Code));
        Assert.Null(
            (await BindleVerifier.VerifyAsync(tooFew, new VerificationPolicy(), CancellationToken.None)).Bindle);
    }

    [Fact]
    public async Task OpenParcelAsync_BlobTamperedOnDisk_FailsAsASourceDoes()
    {
        using var folder = new TempFolder();
        var artifact = await BuildAsync(Shop);
        await using (var target = LayoutTarget.Open(folder.Path))
        {
            await target.PushAsync(artifact, "1.0.0");
        }

        var one = artifact.Manifest.Layers[0].Digest.Hex;
        await OverwriteAsync(folder.Combine("blobs", "sha256", one), "eno");
        await using var again = LayoutTarget.OpenReadOnly(folder.Path);
        var package = await new OciBindleSource(again).OpenByReferenceAsync("1.0.0", CancellationToken.None);

        var fault = await Assert.ThrowsAsync<BindleSourceException>(() => Pushing.ReadAsync(package, one));
        Assert.Contains(one, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenByReferenceAsync_InvoiceTamperedOnDisk_Fails()
    {
        using var folder = new TempFolder();
        var artifact = await BuildAsync(Shop);
        await using (var target = LayoutTarget.Open(folder.Path))
        {
            await target.PushAsync(artifact, "1.0.0");
        }

        var path = folder.Combine("blobs", "sha256", artifact.Manifest.Config.Digest.Hex);
        var text = await File.ReadAllTextAsync(path);
        await OverwriteAsync(path, text.Replace("shop", "shoq", StringComparison.Ordinal));
        await using var again = LayoutTarget.OpenReadOnly(folder.Path);

        var fault = await Assert.ThrowsAsync<BindleSourceException>(
            () => new OciBindleSource(again).OpenByReferenceAsync("1.0.0", CancellationToken.None));
        Assert.Contains(artifact.Manifest.Config.Digest.Hex, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsync_BlobLostOnDisk_NamesTheParcel()
    {
        using var folder = new TempFolder();
        var artifact = await BuildAsync(Shop);
        await using (var target = LayoutTarget.Open(folder.Path))
        {
            await target.PushAsync(artifact, "1.0.0");
        }

        File.Delete(folder.Combine("blobs", "sha256", artifact.Manifest.Layers[1].Digest.Hex));
        await using var again = LayoutTarget.OpenReadOnly(folder.Path);
        var package = await new OciBindleSource(again).OpenByReferenceAsync("1.0.0", CancellationToken.None);

        var outcome = await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), CancellationToken.None);

        var finding = Assert.Single(outcome.Findings, finding => finding.IsError);
        Assert.Contains("file-1.txt", finding.Message, StringComparison.Ordinal);
    }

    private static async Task<Artifact> BuildAsync(BindleBuilder bindle) =>
        BindleArtifact.Build(await bindle.BuildAsync(), subject: null);

    private static void Retag(LooseTarget target, Manifest manifest, string tag) =>
        target.Tag(target.Put(MediaTypes.ImageManifest, manifest.ToBytes()), tag);

    private static async Task<byte[]> ReadConfigAsync(Artifact artifact)
    {
        await using var content = await artifact.Blobs[^1].Open(CancellationToken.None);
        using var buffer = new MemoryStream();
        await content.CopyToAsync(buffer);
        return buffer.ToArray();
    }

    private static async Task OverwriteAsync(string path, string text)
    {
        File.SetAttributes(path, FileAttributes.Normal);
        await File.WriteAllBytesAsync(path, Encoding.UTF8.GetBytes(text));
    }

    private static async Task<Descriptor> PushSpinArtifactAsync(MemoryTarget target, string tag)
    {
        var config = Encoding.UTF8.GetBytes("{}");
        var descriptor = Descriptor.Of("application/vnd.fermyon.spin.application.v1+config", config);
        await target.PushBlobAsync(
            descriptor, _ => ValueTask.FromResult<Stream>(new MemoryStream(config)), CancellationToken.None);
        var manifest = new Manifest { Config = descriptor }.ToBytes();
        var artifact = Descriptor.Of(MediaTypes.ImageManifest, manifest);
        await target.PushManifestAsync(artifact, manifest, CancellationToken.None);
        await target.TagAsync(artifact, tag, CancellationToken.None);
        return artifact;
    }

    private static async Task<Descriptor> PushAppAsync(
        MemoryTarget target, string tag, string name, string version, string file)
    {
        var app = Encoding.UTF8.GetBytes($$$"""{"metadata":{"name":"{{{name}}}","version":"{{{version}}}"}}""");
        var config = Descriptor.Of("application/vnd.fermyon.spin.application.v1+config", app);
        var layer = Descriptor.Of("application/vnd.wasm.content.layer.v1+data", Encoding.UTF8.GetBytes(file));
        (Descriptor, byte[])[] blobs = [(config, app), (layer, Encoding.UTF8.GetBytes(file))];
        foreach (var (descriptor, bytes) in blobs)
        {
            await target.PushBlobAsync(
                descriptor, _ => ValueTask.FromResult<Stream>(new MemoryStream(bytes)), CancellationToken.None);
        }

        var manifest = new Manifest { Config = config, Layers = [layer] }.ToBytes();
        var artifact = Descriptor.Of(MediaTypes.ImageManifest, manifest);
        await target.PushManifestAsync(artifact, manifest, CancellationToken.None);
        await target.TagAsync(artifact, tag, CancellationToken.None);
        return artifact;
    }
}
