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
        "HTTP/1.1 200 OK\r\n\r\n{\"tags\":[\"a-SECRET\"]}",
        "HTTP/1.1 200 OK\r\n\r\n{\"tags\":[\"\\u0061-SECRET\"]}",
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

    [Theory]
    [InlineData("HTTP/1.1 400 No\r\nWarning: 299 - \"you sent SECRET end\"\r\n\r\nyou sent SECRET end")]
    [InlineData(
        "HTTP/1.1 400 No\r\n\r\n{\"errors\":[{\"code\":\"BAD SECRET end\",\"message\":\"you sent SECRET end\"}]}")]
    public async Task ListTagsAsync_SecretWithGapsComesBack_IsInNoMessage(string answer)
    {
        const string gaps = "5ec4e7  of  7ests";
        await using var host = new RawHost(head => head.Contains("Authorization: Basic", StringComparison.Ordinal)
            ? answer.Replace("SECRET", gaps, StringComparison.Ordinal)
            : "HTTP/1.1 401 Who\r\nWWW-Authenticate: Basic realm=\"tests\"\r\nContent-Length: 0\r\n\r\n");

        var said = await ListAsync(host.Host, gaps);

        Assert.Contains("you sent *** end", said, StringComparison.Ordinal);
        Assert.DoesNotContain("7ests", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("you sent 5EC4E75EC4E7", "you sent ***")]
    [InlineData("you sent 5\\u0065c4e75ec4e7", "you sent ***")]
    [InlineData("you sent %35ec4e7%35ec4e7, 100%", "you sent ***, 100%")]
    [InlineData("you sent 5%2565c4e75ec4e7", "you sent ***")]
    [InlineData("you sent &#53;ec4e75ec4e7 and &#x35;ec4e75ec4e7", "you sent *** and ***")]
    [InlineData("see \\u0041 and %41", "see \\u0041 and %41")]
    [InlineData("5ec4e75ec4e7\\u000a%0a", "***\\u000a%0a")]
    public void Clean_SecretInAnotherSpelling_IsTakenOut(string text, string expected)
    {
        var secrets = new SecretScrubber();
        secrets.Add(Password);

        Assert.Equal(expected, secrets.Clean(text));
    }

    [Fact]
    public void Clean_SecretAsHtmlWritesIt_IsTakenOut()
    {
        var secrets = new SecretScrubber();
        secrets.Add("5ec&4e7<of>\"7ests'");

        Assert.Equal("you sent ***.", secrets.Clean("you sent 5ec&amp;4e7&lt;of&gt;&quot;7ests&apos;."));
    }

    /// <summary>Many tokens are good at once; the first of them is as secret as the last.</summary>
    [Fact]
    public void Clean_AsManyTokensAsAreKept_AllAreTakenOut()
    {
        var secrets = new SecretScrubber();
        var shelf = new TokenShelf(secrets, TimeProvider.System);
        var tokens = Enumerable.Range(0, TokenShelf.MaxTokens).Select(number => $"{number:D8}/a+token=").ToList();
        secrets.Add(Password);
        foreach (var token in tokens)
        {
            shelf.Keep(new BearerToken(token, [], TimeSpan.FromHours(1), TimeProvider.System.GetTimestamp()));
        }

        Assert.Equal(
            string.Concat(Enumerable.Repeat("***\n", tokens.Count + 1)),
            secrets.Clean(string.Concat(tokens.Append(Password).Select(token => token + "\n"))));
    }

    [Fact]
    public void Clean_LoginIsUsedAgainAndAgain_IsNotForgottenForItsTokens()
    {
        var secrets = new SecretScrubber();
        for (var number = 0; number < 10 * TokenShelf.MaxTokens; number++)
        {
            secrets.Add(Password);
            secrets.Add($"{number:D8}/a+token=");
        }

        Assert.Equal("***", secrets.Clean(Password));
    }

    /// <summary>The fault, the log and the spans.</summary>
    private static async Task<string> ListAsync(string host, string password = Password)
    {
        using var spans = new CollectedSpans(host);
        var log = new CollectedLog();
        using var handler = RegistryHandlers.Create(new RegistryConnection());
        using var client = new RegistryClient(new RegistryOptions
        {
            Handler = handler,
            Credentials = new StaticCredentials(host, RegistryCredential.Of("mover", password)),
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
