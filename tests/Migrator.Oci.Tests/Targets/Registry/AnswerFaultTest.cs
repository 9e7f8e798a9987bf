using Migrator.Oci.Model;
using Migrator.Oci.References;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>
/// Answers that are no registry's, that lie or that never end (spec/oci-peers.md 6c, rows 1, 25, 28 to 30, 47 to 54).
/// </summary>
public sealed class AnswerFaultTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(200, RegistryFailure.Refused)]
    [InlineData(407, RegistryFailure.Credentials)]
    [InlineData(502, RegistryFailure.Temporary)]
    public async Task PushManifestAsync_WebPage_IsNotTakenForARegistry(int status, RegistryFailure failure)
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.ManifestPut, Fault.Html(status));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushImageAsync(hosted.Open(), "t", "a"));
        Assert.Equal(failure, fault.Failure);
        Assert.Contains(status == 200 ? "web page" : "HTML page", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("<", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PushBlobAsync_PortalAnswersEverything_IsAClearFault()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.UploadPost, Fault.Html(200));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));
        Assert.Contains("web page", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TagAsync_RegistryWroteAnotherDigest_IsAMismatch()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.On(RequestKind.ManifestPut, Fault.WrongDigest(), nth: 2);
        await Assert.ThrowsAsync<BlobMismatchException>(() => PushImageAsync(hosted.Open(), "t", "a"));
    }

    [Fact]
    public async Task ResolveOrNullAsync_RegistrySaysNoDigest_ReadsTheManifest()
    {
        await using var hosted = await HostedTarget.StartAsync(
            RegistryPersonalities.Distribution3 with { SaysDigest = false });
        var target = hosted.Open();
        var image = await PushImageAsync(target, "t", "a");
        Assert.Equal(image, await target.ResolveOrNullAsync("t", None));
    }

    [Fact]
    public async Task OpenAsync_RegistryGivesOtherBytes_FailsWhileReading()
    {
        await using var hosted = await HostedTarget.StartAsync();
        var target = hosted.Open();
        var image = await PushImageAsync(target, "t", "a");
        hosted.Host.Faults.OnEvery(RequestKind.ManifestGet, Fault.WrongContent());
        await Assert.ThrowsAsync<BlobMismatchException>(() => ReadAsync(target, image));
    }

    [Fact]
    public async Task TagAsync_SomeoneElseAnswers200_IsNotTakenForDone()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.On(RequestKind.ManifestPut, Fault.Status(200), nth: 2);
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushImageAsync(hosted.Open(), "t", "a"));
        Assert.Equal(RegistryFailure.Temporary, fault.Failure);
        Assert.Contains("t is not there", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TagAsync_Done200InsteadOf201_IsLookedForOnce()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.On(RequestKind.ManifestPut, Fault.DoneButSays(200), nth: 2);
        var target = hosted.Open();
        var image = await PushImageAsync(target, "t", "a");
        Assert.Equal(1, hosted.Host.Requests.CountOf(RequestKind.ManifestHead));
        Assert.Equal(image, await target.ResolveOrNullAsync("t", None));
    }

    [Theory]
    [InlineData(RequestKind.ManifestGet)]
    [InlineData(RequestKind.TagsList)]
    [InlineData(RequestKind.Referrers)]
    public async Task Read_AnswerIsCut_IsTemporary(RequestKind kind)
    {
        await using var hosted = await HostedTarget.StartAsync(RegistryPersonalities.Zot);
        var target = hosted.Open();
        var image = await PushImageAsync(target, "t", "a");
        hosted.Host.Faults.OnEvery(kind, Fault.CutAnswerAfter(3));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => kind switch
        {
            RequestKind.ManifestGet => hosted.Client.Open(hosted.Reference()).TagAsync(image, "u", None),
            RequestKind.TagsList => ToListAsync(target.ListTagsAsync(None)),
            _ => ToListAsync(target.ListReferrersAsync(image.Digest, artifactType: null, None)),
        });
        Assert.Equal(RegistryFailure.Temporary, fault.Failure);
    }

    [Fact]
    public async Task OpenAsync_AnswerIsCut_IsTemporary()
    {
        await using var hosted = await HostedTarget.StartAsync();
        var target = hosted.Open();
        await PushLayerAsync(target, "a longer text");
        hosted.Host.Faults.OnEvery(RequestKind.BlobGet, Fault.CutAnswerAfter(3));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => ReadAsync(target, Layer("a longer text")));
        Assert.Equal(RegistryFailure.Temporary, fault.Failure);
    }

    [Fact]
    public async Task OpenAsync_RedirectLoop_IsAClearFault()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.BlobGet, Fault.RedirectLoop());
        var fault = await Assert.ThrowsAsync<RegistryException>(() => ReadAsync(hosted.Open(), Layer("a")));
        Assert.Contains("redirected", fault.Message, StringComparison.Ordinal);
        Assert.Equal(6, hosted.Host.Requests.Count);
    }

    [Theory]
    [InlineData(200, "more than 4194304 bytes")]
    [InlineData(500, "status 500")]
    public async Task ListTagsAsync_EndlessBody_IsGivenUp(int status, string message)
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.TagsList, Fault.EndlessBody(status));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => ToListAsync(hosted.Open().ListTagsAsync(None)));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListTagsAsync_DeepJson_IsAClearFault()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.TagsList, Fault.DeepJson(100_000));
        await Assert.ThrowsAsync<RegistryException>(() => ToListAsync(hosted.Open().ListTagsAsync(None)));
    }

    [Fact]
    public async Task ListTagsAsync_Pages_GivesAll()
    {
        await using var hosted = await HostedTarget.StartAsync(RegistryPersonalities.Acr);
        var target = hosted.Open();
        var image = await PushImageAsync(target, tag: null, "a");
        foreach (var number in Enumerable.Range(0, 250))
        {
            await target.TagAsync(image, $"t{number:000}", None);
        }

        hosted.Take();
        Assert.Equal(Enumerable.Range(0, 250).Select(n => $"t{n:000}"), await ToListAsync(target.ListTagsAsync(None)));
        Assert.Equal([RequestKind.TagsList, RequestKind.TagsList, RequestKind.TagsList], hosted.Take());
    }

    [Fact]
    public async Task ListTagsAsync_PageThatNamesItselfAsNext_IsAClearFault()
    {
        await using var hosted = await HostedTarget.StartAsync();
        await PushImageAsync(hosted.Open(), "t", "a");
        hosted.Host.Faults.OnEvery(
            RequestKind.TagsList, Fault.Header("Link", "</v2/team/app/tags/list?n=1000>; rel=\"next\""));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => ToListAsync(hosted.Open().ListTagsAsync(None)));
        Assert.Contains("circle", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_Warnings_AreToldOncePerText()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.UploadPost, Fault.ExtraHeader("Warning", "299 - \"old registry\""));
        await PushImageAsync(hosted.Open(), "t", "a", "b");
        Assert.Equal(["old registry"], hosted.Warnings);
    }

    [Fact]
    public async Task Push_HugeHeaders_AreNotReadToTheEnd()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.UploadPost, Fault.HugeHeaders(1_000_000));
        await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));
    }

    [Fact]
    public async Task RequireFit_TooManyLayers_FailsBeforeAnythingIsSent()
    {
        await using var hosted = await HostedTarget.StartAsync(profile: RegistryProfile.Generic with { MaxLayers = 2 });
        var manifest = ManifestOf("a", "b", "c").ToBytes();
        var fault = Assert.Throws<RegistryException>(
            () => hosted.Open().RequireFit(Descriptor.Of(MediaTypes.ImageManifest, manifest), manifest));
        Assert.Equal(RegistryFailure.Refused, fault.Failure);
        Assert.Contains("at most 2 layers", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, hosted.Host.Requests.Count);
    }

    [Theory]
    [InlineData(403, "DENIED", "quota exceeded", RegistryFailure.Refused)]
    [InlineData(507, "UNKNOWN", "disk full", RegistryFailure.Refused)]
    [InlineData(405, "UNSUPPORTED", "read-only", RegistryFailure.Temporary)]
    [InlineData(429, "TOOMANYREQUESTS", "slow down", RegistryFailure.Temporary)]
    [InlineData(400, "MANIFEST_INVALID", "media type", RegistryFailure.Refused)]
    [InlineData(404, "NAME_UNKNOWN", "no such repository", RegistryFailure.Refused)]
    public async Task PushManifestAsync_Refusals_AreToldApart(
        int status, string code, string text, RegistryFailure failure)
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.ManifestPut, Fault.Status(status, code, text));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushImageAsync(hosted.Open(), "t", "a"));
        Assert.Equal((failure, code, status), (fault.Failure, fault.Code, (int)fault.Status!));
        Assert.Contains(text, fault.Message, StringComparison.Ordinal);
        Assert.Empty(hosted.Host.Repository("team/app").Tags);
    }

    [Fact]
    public async Task Push_RepositoryThatIsNotMade_SaysSo()
    {
        await using var hosted = await HostedTarget.StartAsync(RegistryPersonalities.Ecr, RegistryProfile.Ecr);
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(), "a"));
        Assert.Contains("make it first", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_NobodyListens_IsTemporaryAndNamesTheHost()
    {
        using var handler = RegistryHandlers.Create(new RegistryConnection());
        using var client = new RegistryClient(new RegistryOptions { Handler = handler });
        await using var target = client.Open(new RegistryReference("127.0.0.1:1", "app"));
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(target, "a"));
        Assert.Equal(RegistryFailure.Temporary, fault.Failure);
        Assert.StartsWith("127.0.0.1:1: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_PrivateAuthority_IsTrustedOnlyWhenNamed()
    {
        using var authority = new PrivateAuthority();
        var options = new RegistryHostOptions { Certificate = authority.IssueServer() };
        await using (var hosted = await HostedTarget.StartAsync(
            options, connection: new RegistryConnection { Authorities = [authority.Root] }))
        {
            await PushImageAsync(hosted.Open(), "t", "a");
        }

        await using var stranger = await HostedTarget.StartAsync(
            new RegistryHostOptions { Certificate = authority.IssueServer() });
        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(stranger.Open(), "a"));
        Assert.Equal(RegistryFailure.Credentials, fault.Failure);
        Assert.Contains("--ca-file", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_PushOnlyRegistry_NeedsNothingButWrites()
    {
        await using var hosted = await HostedTarget.StartAsync(
            RegistryPersonalities.FermyonCloud, RegistryProfile.FermyonCloud);
        var target = hosted.Open();
        Assert.True(target.Traits.IsPushOnly);
        await PushImageAsync(target, "t", "a");
        Assert.All(hosted.Take(), kind => Assert.Contains(
            kind, new[] { RequestKind.UploadPost, RequestKind.UploadPut, RequestKind.ManifestPut }));
    }
}
