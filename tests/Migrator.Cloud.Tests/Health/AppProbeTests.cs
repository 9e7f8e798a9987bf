using System.Net;
using Migrator.Cloud.Health;
using Migrator.Cloud.Tests.Hosts;
using Migrator.Testing;

namespace Migrator.Cloud.Tests.Health;

/// <summary>What an answer is taken for (spec/cloud-deploy.md 4.4).</summary>
public sealed class AppProbeTests
{
    private static readonly Uri Url = new("http://hello.test/");
    private readonly VirtualClock _clock = new();

    [Theory]
    [InlineData(
        200, """{"name":"a","oci_image_digest":"sha256:1","bindle_version":"1.0.0+r1"}""", ProbeKind.Oci, "sha256:1")]
    [InlineData(200, """{"name":"a","bindle_version":"1.0.0+r1"}""", ProbeKind.Bindle, "1.0.0+r1")]
    [InlineData(200, """{"name":"a"}""", ProbeKind.Unmarked, null)]
    [InlineData(200, "<html>Parked</html>", ProbeKind.Odd, null)]
    [InlineData(200, "[]", ProbeKind.Odd, null)]
    [InlineData(200, "", ProbeKind.Odd, null)]
    [InlineData(204, "", ProbeKind.Odd, null)]
    [InlineData(301, "", ProbeKind.Failed, null)]
    [InlineData(404, "", ProbeKind.Gone, null)]
    [InlineData(500, "", ProbeKind.Failed, null)]
    [InlineData(503, "", ProbeKind.Gateway, null)]
    [CloudTest(CloudLine.ParkingPage)]
    public async Task Sample_OfAnAnswer_IsWhatItIs(int status, string body, ProbeKind kind, string? identity)
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Json(body, (HttpStatusCode)status));
        using var probe = new AppProbe(host, TimeSpan.FromSeconds(5), _clock);

        var sample = await probe.SampleAsync(Url, default);

        Assert.Equal((kind, identity), (sample.Kind, sample.Identity));
        Assert.False(ExpectedImage.Of("sha256:2").IsMetBy(sample));
    }
}
