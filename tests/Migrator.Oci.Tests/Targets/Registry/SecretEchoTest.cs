using System.Text;
using Migrator.Oci.Auth;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Oci.Tests.Telemetry;
using Migrator.Testing.Registries;
using static Migrator.Testing.OciContent;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>A host that gives the login it was sent back, wherever bytes of it might get into a message.</summary>
public sealed class SecretEchoTest
{
    private const string Password = "5ec4e75ec4e7";
    private static readonly string Basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("mover:" + Password));

    public static TheoryData<string> Answers =>
    [
        "SECRET\r\n\r\n",
        "HTTP/1.1 SECRET\r\n\r\n",
        "HTTP/1.1 200 OK\r\nSECRET\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nSECRET\r\n",
        "HTTP/1.1 200 OK\r\n\r\n{\"tags\":{\"SECRET\":1}}",
        "HTTP/1.1 200 OK\r\nLink: <http://SECRET.invalid/>; rel=\"next\"\r\n\r\n{\"tags\":[]}",
        "HTTP/1.1 307 Moved\r\nLocation: http://SECRET.invalid/\r\n\r\n",
        "HTTP/1.1 307 Moved\r\nLocation: http://localhost:1/SECRET\r\n\r\n",
        "HTTP/1.1 307 Moved\r\nLocation: http://u:SECRET@localhost:1/\r\n\r\n",
        "HTTP/1.1 400 SECRET\r\n\r\nyou sent SECRET",
        "HTTP/1.1 401 Who\r\nWWW-Authenticate: Bearer realm=\"http://SECRET.invalid/token\"\r\n\r\n",
        "HTTP/1.1 401 Who\r\nWWW-Authenticate: Bearer realm=\"http://SECRET.localhost:1/token\"\r\n\r\n",
        "HTTP/1.1 403 No\r\nWarning: 299 - \"you sent SECRET\"\r\n\r\n",
    ];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task ListTagsAsync_SecretComesBack_IsInNoMessage(string answer)
    {
        foreach (var secret in new[] { Password, Basic })
        {
            await using var host = new RawHost(head => head.Contains(Basic, StringComparison.Ordinal)
                ? answer.Replace("SECRET", secret, StringComparison.Ordinal)
                : "HTTP/1.1 401 Who\r\nWWW-Authenticate: Basic realm=\"tests\"\r\nContent-Length: 0\r\n\r\n");

            var said = await ListAsync(host.Host);

            Assert.DoesNotContain(Password, said, StringComparison.Ordinal);
            Assert.DoesNotContain(Basic, said, StringComparison.Ordinal);
        }
    }

    /// <summary>The fault, the log and the spans.</summary>
    private static async Task<string> ListAsync(string host)
    {
        using var spans = new CollectedSpans(host);
        var log = new CollectedLog();
        using var handler = RegistryHandlers.Create(new RegistryConnection());
        using var client = new RegistryClient(new RegistryOptions
        {
            Handler = handler,
            Credentials = new StaticCredentials(host, RegistryCredential.Of("mover", Password)),
            Warned = (_, text) => log.Lines.Enqueue(text),
            Logger = log,
        });
        await using var target = client.Open(new RegistryReference(host, "team/app"));
        var fault = await Assert.ThrowsAsync<RegistryException>(
            () => ToListAsync(target.ListTagsAsync(CancellationToken.None)));
        return string.Join(
            '\n', [fault.ToString(), .. log.Lines, .. spans.Spans.Select(span => string.Join(' ', span.TagObjects))]);
    }
}
