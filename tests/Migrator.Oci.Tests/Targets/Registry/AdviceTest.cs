using System.Net.Sockets;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>What a message says is to be done next (spec/oci-peers.md 6c, rows 1 and 22).</summary>
public sealed class AdviceTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(
        "GAR", "proj/repo/app", 404, "NAME_UNKNOWN", "Repository \"repo\" not found",
        "(gcloud artifacts repositories create repo --repository-format=docker --project=proj --location=LOCATION)")]
    [InlineData(
        "GAR", "proj/repo/app", 403, "DENIED", "Permission denied on resource \"repo\" (or it may not exist)",
        "If the repository is not there, make it first (gcloud artifacts repositories create repo ")]
    [InlineData("GAR", "proj/app", 404, "NAME_UNKNOWN", "not found", "make it first, or check its name.")]
    [InlineData(
        "ECR", "team/app", 404, "NAME_UNKNOWN", "not found", "(aws ecr create-repository --repository-name team/app)")]
    [InlineData("ACR", "team/app", 404, "NAME_UNKNOWN", "not found", "make it first, or check its name.")]
    [InlineData(
        "Harbor", "team/app", 401, "UNAUTHORIZED", "project team not found: project team not found",
        "make it first, in the registry's pages or its API (Harbor: POST /api/v2.0/projects).")]
    [InlineData("Harbor", "team/app", 404, "NOT_FOUND", "project team not found", "A push makes no project")]
    [InlineData("", "team/app", 403, "DENIED", "project team not found", "A push makes no project")]
    public async Task Push_PlaceIsNotThere_SaysWhatMakesIt(
        string profile, string repository, int status, string code, string message, string advice)
    {
        await using var hosted = await HostedTarget.StartAsync(
            profile: RegistryProfile.All.SingleOrDefault(known => known.Name == profile));
        hosted.Host.Faults.OnEvery(RequestKind.UploadPost, Fault.Status(status, code, message));

        var fault = await Assert.ThrowsAsync<RegistryException>(() => PushLayerAsync(hosted.Open(repository), "a"));

        Assert.Contains(advice, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_RepositoryIsNotThere_SpeaksNotOfMakingIt()
    {
        await using var hosted = await HostedTarget.StartAsync();
        hosted.Host.Faults.OnEvery(RequestKind.ManifestGet, Fault.Status(404, "NAME_UNKNOWN", "not known"));

        var fault = await Assert.ThrowsAsync<RegistryException>(
            () => hosted.Open().OpenAsync(ImageOf("a"), None));

        Assert.Contains("check its name.", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("make it first", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("europe-docker.pkg.dev", "create b --repository-format")]
    [InlineData("eu.gcr.io", null)]
    [InlineData("team.azurecr.io", null)]
    public void CreateCommand_OfAHost_IsThatOfItsKind(string host, string? expected) => Assert.Contains(
        expected ?? "", RegistryProfile.Of(host).CreateCommandOrNull("a/b/c") ?? "", StringComparison.Ordinal);

    // What .NET makes of a connection that is not made in time: the socket was told to stop.
    [Fact]
    public async Task Look_NoConnectionInTime_SaysThatTimeWasUp()
    {
        using var handler = new FailingHandler(new TaskCanceledException(
            "The operation was canceled.",
            new TimeoutException(
                "A connection could not be established.", new SocketException((int)SocketError.OperationAborted))));

        Assert.Contains("failed: no answer in time.", await LookAsync(handler), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_NothingMoves_SaysForHowLong()
    {
        using var handler = new FailingHandler(new HttpRequestException(
            "nothing moved for 90 seconds", new TimeoutException("nothing moved for 90 seconds")));

        Assert.Contains("failed: nothing moved for 90 seconds.", await LookAsync(handler), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_ConnectionTimesOutBelow_NamesNoSocket()
    {
        using var handler = new FailingHandler(new HttpRequestException(
            HttpRequestError.ConnectionError,
            "The operation was canceled. (registry.example:443)",
            new OperationCanceledException(
                "cancelled", new SocketException((int)SocketError.OperationAborted))));

        Assert.Contains("failed: no answer in time.", await LookAsync(handler), StringComparison.Ordinal);
    }

    private static Oci.Model.Descriptor ImageOf(string text) =>
        Oci.Model.Descriptor.Of(Oci.Model.MediaTypes.ImageManifest, ManifestOf(text).ToBytes());

    private static async Task<string> LookAsync(HttpMessageHandler handler)
    {
        using var client = new RegistryClient(new RegistryOptions { Handler = handler });
        await using var target = client.Open(new RegistryReference("registry.example", "a/b"));
        return (await Assert.ThrowsAsync<RegistryException>(() => target.ResolveOrNullAsync("t", None))).Message;
    }

    private sealed class FailingHandler(Exception failure) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(failure);
    }
}
