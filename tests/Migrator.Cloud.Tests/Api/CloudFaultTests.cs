using System.Net;
using System.Net.Sockets;
using System.Text;
using Migrator.Cloud.Api;
using Migrator.Cloud.Tests.Hosts;
using Migrator.Testing;

namespace Migrator.Cloud.Tests.Api;

/// <summary>What every shape of an error means (spec/cloud-deploy.md 1.7).</summary>
public sealed class CloudFaultTests
{
    private const string Validation =
        """
        {"errors":{"Name":["The specified name already exists."]},"title":"One or more validation errors occurred.",
        "type":"https://tools.ietf.org/html/rfc7231#section-6.5.1","status":400}
        """;

    [Theory]
    [InlineData(
        400,
        "application/problem+json",
        Validation,
        CloudFailure.Invalid,
        "Name: The specified name already exists")]
    [InlineData(
        404,
        "application/problem+json",
        """{"title":"The specified resource was not found.","detail":"Entity \"App\" was not found."}""",
        CloudFailure.NotFound,
        "Entity \"App\" was not found")]
    [InlineData(
        404,
        "application/problem+json",
        """{"title":"Not Found","status":404,"traceId":"00-1"}""",
        CloudFailure.NotFound,
        "(Not Found)")]
    [InlineData(404, "text/html", "<html>gone</html>", CloudFailure.Unexpected, "HTML page")]
    [InlineData(401, "text/plain", "", CloudFailure.Credentials, "bindle2oci login")]
    [InlineData(
        403,
        "application/json",
        """{"detail":"registration closed"}""",
        CloudFailure.Credentials,
        "registration closed")]
    [InlineData(
        403,
        "application/json",
        """{"detail":"Deployment limit reached"}""",
        CloudFailure.RateLimited,
        "limit of the account")]
    [InlineData(409, "application/json", """{"title":"Conflict"}""", CloudFailure.Refused, "(Conflict)")]
    [InlineData(413, "text/plain", "too long", CloudFailure.Refused, "too long")]
    [InlineData(429, "text/plain", "", CloudFailure.RateLimited, "run again later")]
    [InlineData(500, "text/html", "<html>Internal</html>", CloudFailure.Temporary, "HTML page")]
    [InlineData(
        503,
        "application/json",
        """{"detail":"The key value service is temporarily unavailable."}""",
        CloudFailure.Temporary,
        "temporarily unavailable")]
    [InlineData(524, "text/plain", "error code: 524", CloudFailure.Temporary, "(error code: 524)")]
    [InlineData(302, "text/plain", "", CloudFailure.Unexpected, "Redirects are not followed")]
    public async Task Answer_ThatIsNoSuccess_IsTyped(
        int status, string mediaType, string body, CloudFailure failure, string part)
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Answer((HttpStatusCode)status, body, mediaType));
        using var cloud = host.Client();

        var fault = await Assert.ThrowsAsync<CloudException>(() => cloud.Apps.GetAsync(Guid.Empty, default));

        Assert.Equal((failure, (HttpStatusCode)status), (fault.Failure, fault.Status));
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        Assert.Contains("cloud.test: reading app", fault.Message, StringComparison.Ordinal);
        Assert.NotEqual("", fault.NextStep);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task Validation_Always_NamesTheFields()
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Problem(HttpStatusCode.BadRequest, Validation));
        using var cloud = host.Client();

        var fault = await Assert.ThrowsAsync<CloudException>(
            () => cloud.Apps.CreateAsync("hello", "oci://hello", null, default));

        Assert.Equal(["The specified name already exists."], fault.Errors["Name"].Select(text => text + "."));
        Assert.Equal("creating app hello", fault.What);
    }

    [Theory]
    [InlineData("<!doctype html><p>Parked</p>", "text/html", "HTML page")]
    [InlineData("", "application/json", "nothing, where a document was due")]
    [InlineData("""{"name":"x"}""", "application/json", "no such document")]
    [InlineData("null", "application/json", "no such document")]
    [InlineData("{", "application/json", "no such document")]
    public async Task Success_ThatIsNotOfTheApi_IsUnexpected(string body, string mediaType, string part)
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Answer(HttpStatusCode.OK, body, mediaType));
        using var cloud = host.Client();

        var fault = await Assert.ThrowsAsync<CloudException>(() => cloud.Apps.GetAsync(Guid.Empty, default));

        Assert.Equal(CloudFailure.Unexpected, fault.Failure);
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_AnsweredWithAWebPage_IsUnexpected()
    {
        using var host = new ScriptedCloud(
            _ => ScriptedCloud.Answer(HttpStatusCode.OK, "<html>sign in</html>", "text/html"));
        using var cloud = host.Client();

        var fault = await Assert.ThrowsAsync<CloudException>(
            () => cloud.Revisions.RegisterAsync("oci://hello", "1.0.0", default));

        Assert.Equal(CloudFailure.Unexpected, fault.Failure);
    }

    [Fact]
    [CloudTest(CloudLine.DroppedGetBody)]
    public async Task GetWithBody_Refused_SpeaksOfProxies()
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Problem(HttpStatusCode.BadRequest, "{}"));
        using var cloud = host.Client();

        var fault = await Assert.ThrowsAsync<CloudException>(() => cloud.Variables.ListAsync(Guid.Empty, default));

        Assert.Contains("a GET with a body; a proxy", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    [CloudTest(CloudLine.Redaction)]
    public async Task Message_OfAServerThatRepeatsTheToken_DoesNotShowIt()
    {
        using var host = new ScriptedCloud(request => ScriptedCloud.Problem(
            HttpStatusCode.BadRequest, $$"""{"detail":"bad token {{request.Authorization}}"}"""));
        using var cloud = host.Client();

        var fault = await Assert.ThrowsAsync<CloudException>(() => cloud.Apps.GetAsync(Guid.Empty, default));

        Assert.DoesNotContain("token-of-the-test", fault.ToString(), StringComparison.Ordinal);
        Assert.Contains("Bearer ***", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    [CloudTest(CloudLine.Redaction)]
    public async Task Message_ThatIsCutWithinALongToken_ShowsNoPartOfIt()
    {
        var token = string.Concat(Enumerable.Range(0, 400).Select(number => $"{number:000}"));
        using var host = new ScriptedCloud(_ => ScriptedCloud.Problem(
            HttpStatusCode.BadRequest,
            $$"""{"detail":"bad {{token}}","errors":{"Token":["bad {{token}}"],"bad {{token}}":["no"]} }"""));
        using var cloud = host.Client((_, _) => new(token));

        var fault = await Assert.ThrowsAsync<CloudException>(() => cloud.Apps.GetAsync(Guid.Empty, default));

        var told = fault + string.Join(' ', fault.Errors.Select(error => error.Key + string.Join(' ', error.Value)));
        Assert.Contains("bad ***", told, StringComparison.Ordinal);
        Assert.DoesNotContain(token[..12], told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_OfAServerThatRepeatsAValue_DoesNotShowIt()
    {
        using var host = new ScriptedCloud(
            request => ScriptedCloud.Answer(HttpStatusCode.BadRequest, "cannot set " + request.Body));
        using var cloud = host.Client();

        var variable = await Assert.ThrowsAsync<CloudException>(
            () => cloud.Variables.SetAsync(Guid.Empty, "password", "open-sesame", default));
        var pair = await Assert.ThrowsAsync<CloudException>(
            () => cloud.KeyValues.SetAsync(Guid.Empty, "default", "door", "shut-sesame", default));

        Assert.DoesNotContain("sesame", variable.ToString() + pair, StringComparison.Ordinal);
        Assert.Contains("cannot set", variable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefusedToken_WithAnother_IsSentOnceMore()
    {
        using var host = new ScriptedCloud(request => request.Authorization == "Bearer second"
            ? ScriptedCloud.Answer(HttpStatusCode.NoContent)
            : ScriptedCloud.Answer(HttpStatusCode.Unauthorized));
        using var cloud = host.Client((refused, _) => new(refused is null ? "first" : "second"));

        await cloud.Apps.DeleteAsync(Guid.Empty, default);

        Assert.Equal(["Bearer first", "Bearer second"], host.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public async Task RefusedToken_WithoutAnother_IsNotSentAgain()
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Answer(HttpStatusCode.Unauthorized));
        using var cloud = host.Client();

        await Assert.ThrowsAsync<CloudException>(() => cloud.Apps.DeleteAsync(Guid.Empty, default));

        Assert.Single(host.Requests);
    }

    [Fact]
    public async Task Connection_Refused_IsTemporary()
    {
        using var host = new ScriptedCloud(
            _ => throw new HttpRequestException("outer", new IOException("Connection refused")));
        using var cloud = host.Client();

        var fault = await Assert.ThrowsAsync<CloudException>(() => cloud.Apps.GetAsync(Guid.Empty, default));

        Assert.True(fault.MayPass);
        Assert.Contains("Connection refused. Check the network", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_ThatNeverComes_IsTemporaryAfterHalfAMinute()
    {
        var clock = new VirtualClock();
        using var host = new SilentCloud(clock);
        using var cloud = new CloudClient(
            new CloudOptions { Url = new Uri("https://cloud.test/"), Handler = host, Time = clock });

        var fault = await Assert.ThrowsAsync<CloudException>(
            () => clock.RunAsync(() => cloud.Apps.GetAsync(Guid.Empty, default)));

        Assert.Equal((CloudFailure.Temporary, 30), (fault.Failure, clock.Elapsed.TotalSeconds));
        Assert.Contains("no answer in time", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nContent-Type: application/json\r\n\r\n{")]
    public async Task Cloud_ThatFallsSilent_IsSaidToGiveNoAnswerInTime(string beginning)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var handler = CloudHandlers.Create();
        using var cloud = new CloudClient(new CloudOptions
        {
            Url = new Uri($"http://{listener.LocalEndpoint}/"),
            Handler = handler,
            RequestTimeout = TimeSpan.FromMilliseconds(300),
        });
        var asking = Assert.ThrowsAsync<CloudException>(() => cloud.Apps.GetAsync(Guid.NewGuid(), default));
        using var socket = await listener.AcceptSocketAsync();
        await socket.SendAsync(Encoding.ASCII.GetBytes(beginning));

        var fault = await asking;

        Assert.Contains("no answer in time", fault.Message, StringComparison.Ordinal);
        Assert.True(fault.MayPass);
    }

    [Theory]
    [InlineData("ftp://cloud.test/")]
    [InlineData("https://user:secret@cloud.test/")]
    [InlineData("https://cloud.test/?a=secret")]
    public void Address_ThatIsNoCloud_IsRefused(string url)
    {
        using var handler = new HttpClientHandler();

        var fault = Assert.Throws<ArgumentException>(
            () => new CloudClient(new CloudOptions { Url = new Uri(url), Handler = handler }));

        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    private sealed class SilentCloud(VirtualClock clock) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await clock.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("Nobody waits that long.");
        }
    }
}
