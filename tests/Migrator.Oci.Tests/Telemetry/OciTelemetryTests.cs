using System.Diagnostics;
using Migrator.Oci.References;
using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Telemetry;

public sealed class OciTelemetryTests
{
    [Fact]
    public async Task Push_EachEnding_IsCountedOnce()
    {
        await using var host = await RegistryHost.StartAsync();
        using var collected = new CollectedSpans(host.Host);
        using var handler = RegistryHandlers.Create(new RegistryConnection());
        using var client = new RegistryClient(new RegistryOptions { Handler = handler });
        await PushAsync(client, host, "team/one", "first");
        await PushAsync(client, host, "team/two", "first");
        using (var again = new RegistryClient(new RegistryOptions { Handler = handler }))
        {
            await PushAsync(again, host, "team/one", "first");
        }

        host.Faults.OnEvery(RequestKind.UploadPut, Fault.Status(507));
        await Assert.ThrowsAsync<RegistryException>(() => PushAsync(client, host, "team/one", "second"));

        Assert.Equal(
            new Dictionary<string, long>
            {
                ["migrator.oci.blobs.pushed pushed"] = 1,
                ["migrator.oci.blobs.pushed mounted"] = 1,
                ["migrator.oci.blobs.pushed present"] = 1,
                ["migrator.oci.blobs.pushed failed"] = 1,
                ["migrator.oci.bytes.pushed"] = 5,
            },
            collected.Figures.ToDictionary());
    }

    [Fact]
    public async Task Push_Spans_AreOneABlobWithItsRequestsBelow()
    {
        await using var host = await RegistryHost.StartAsync();
        using var collected = new CollectedSpans(host.Host);
        using var handler = RegistryHandlers.Create(new RegistryConnection());
        using var client = new RegistryClient(new RegistryOptions { Handler = handler });
        await PushAsync(client, host, "team/one", "first");

        var blob = Assert.Single(collected.Spans, span => span.OperationName == "push blob");
        Assert.Equal(ActivityStatusCode.Ok, blob.Status);
        Assert.Equal(Layer("first").Digest.ToString(), blob.GetTagItem("oci.digest"));
        Assert.Equal(
            ["POST UploadStart 202", "PUT UploadWhole 201"],
            collected.Spans.Where(span => span.ParentSpanId == blob.SpanId)
                .Select(span => $"{span.OperationName} {span.GetTagItem("http.response.status_code")}"));
    }

    [Fact]
    public async Task Push_BrokenConnection_IsOnTheSpanAndInTheLog()
    {
        await using var host = await RegistryHost.StartAsync();
        host.Faults.On(RequestKind.UploadPut, Fault.Cut());
        using var collected = new CollectedSpans(host.Host);
        using var handler = RegistryHandlers.Create(new RegistryConnection());
        var log = new CollectedLog();
        using var client = new RegistryClient(new RegistryOptions { Handler = handler, Logger = log });
        await PushAsync(client, host, "team/one", "first");

        Assert.Single(collected.Spans, span => span.GetTagItem("error.type") is string);
        Assert.Single(log.Lines, line => line.Contains("is tried again after attempt 1", StringComparison.Ordinal));
        Assert.Single(log.Lines, line => line.Contains("of 5 bytes: pushed", StringComparison.Ordinal));
    }

    private static async Task PushAsync(RegistryClient client, RegistryHost host, string repository, string text)
    {
        await using var target = client.Open(new RegistryReference(host.Host, repository));
        await PushLayerAsync(target, text);
    }
}
