using System.Net;
using System.Text;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Sources.Server.Secrets;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>A server sends back what it was shown; no message repeats it, whole or in part.</summary>
public sealed class ReflectedSecretTests
{
    private const string Secret = "sw0rdf1sh-and-more";
    private static readonly BindleServerCredential Credential = BindleServerCredential.Bearer(Secret);

    // Messages are cut after 80 or 400 characters, which must not leave the half of a secret.
    public static TheoryData<int> Paddings => [0, 66, 70, 386, 390];

    [Theory]
    [MemberData(nameof(Paddings))]
    public async Task Document_ContentTypeHoldsTheSecret_IsNotRepeated(int padding)
    {
        var handler = new AnsweringHandler(_ => AnsweringHandler.Of(HttpStatusCode.OK, "x", $"text/{Padded(padding)}"));

        AssertNoSecret(await ServerSample.RefusalAsync(handler, Options));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(70, true)]
    [InlineData(0, false)]
    [InlineData(70, false)]
    public async Task Body_CodingHoldsTheSecret_IsNotRepeated(int padding, bool isParcel)
    {
        var handler = ServerSample.Whole(target =>
        {
            if (target.Contains('@', StringComparison.Ordinal) != isParcel)
            {
                return null;
            }

            var response = ServerSample.Toml(ServerSample.Invoice);
            response.Content.Headers.TryAddWithoutValidation("Content-Encoding", Padded(padding));
            return response;
        });

        AssertNoSecret(await ServerSample.RefusalAsync(handler, Options));
    }

    [Theory]
    [InlineData("http://{0}/x")]
    [InlineData("ftp://{0}/x")]
    public async Task Redirect_LocationHoldsTheSecret_IsNotRepeated(string location)
    {
        var handler = new AnsweringHandler(_ =>
        {
            var response = AnsweringHandler.Of(HttpStatusCode.Redirect, "");
            response.Headers.TryAddWithoutValidation(
                "Location", string.Format(System.Globalization.CultureInfo.InvariantCulture, location, Secret));
            return response;
        });

        AssertNoSecret(await ServerSample.RefusalAsync(handler, Options));
    }

    [Fact]
    public async Task Document_HoldsTheSecret_IsNotRead()
    {
        var handler = new AnsweringHandler(_ => ServerSample.Toml($"a = '{Padded(66)}'\n" + ServerSample.Invoice));
        await using var source = ServerSample.Source(handler, Options);
        Func<Task>[] readings =
        [
            () => source.OpenAsync(ServerSample.Id, CancellationToken.None),
            async () => await source.ListAsync(CancellationToken.None).ToListAsync(),
            () => source.ReadHostKeysAsync(CancellationToken.None),
        ];

        foreach (var reading in readings)
        {
            var refusal = await Assert.ThrowsAsync<BindleSourceException>(reading);
            AssertNoSecret(refusal);
            Assert.Contains("sends a token back that it was shown", refusal.Message, StringComparison.Ordinal);
        }
    }

    // A word, which may as well stand in the invoice by chance: it is read then.
    [Fact]
    public async Task Invoice_HoldsASecretThatIsAWord_FindingsDoNot()
    {
        const string word = "sabre";
        var text = $"{word} = 1\n" + ServerSample.Invoice.Replace(
            "example.com/shop", $"example.com/{word}", StringComparison.Ordinal);
        var source = ServerSample.Source(
            ServerSample.Whole(_ => ServerSample.Toml(text)),
            ServerSample.Options with { Credential = BindleServerCredential.Bearer(word) });

        var package = await source.OpenAsync(ServerSample.Id, CancellationToken.None);

        Assert.Equal(2, package.Findings.Length);
        Assert.DoesNotContain(
            package.Findings,
            finding => $"{finding} {finding.Subject}".Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(3, 6)]
    [InlineData(20, 8)]
    public async Task Invoice_SecretIsAPartOfADigest_IsRead(int start, int length)
    {
        var secret = ServerSample.Sha256.Substring(start, length);
        var options = ServerSample.Options with { Credential = BindleServerCredential.Bearer(secret) };
        await using var source = ServerSample.Source(ServerSample.Whole(), options);

        Assert.Empty((await source.OpenAsync(ServerSample.Id, CancellationToken.None)).Findings);
    }

    [Theory]
    [InlineData("sw0rd1", "name = \"a sw0rd1\"")]
    [InlineData("sw0rd1", "name = \"a SW0RD1\"")]
    [InlineData("abc123", "name = \"x-abc123-y\"")]
    [InlineData("sabre", "name = \"a \\u0073abre\"")]
    [InlineData("sabre", "name = \"a \\U00000073abre\"")]
    [InlineData("sabre", "name = \"a \\\\u0073abre\"")]
    [InlineData("sabre", "name = \"a sa%62re\"")]
    [InlineData("sabre", "name = \"a sa%2562re\"")]
    [InlineData("sabre", "name = \"a &#115;abre\"")]
    [InlineData("sabre", "name = \"\"\"a sa\\\n   bre\"\"\"")]
    [InlineData("sword and fish", "name = \"sword+and+fish\"")]
    [InlineData("sw0rd/fish=", "name = \"sw0rd_fish\"")]
    [InlineData("0ne-and-tw3nty-letters-and-more", "name = \"0ne-and-tw3nty-let\"")]
    public async Task Document_HoldsTheSecretInAnySpelling_IsNotRead(string secret, string line)
    {
        await using var source = SourceThatSends(line, secret);

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(
            () => source.OpenAsync(ServerSample.Id, CancellationToken.None));

        Assert.Contains("sends a user and password back", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Passwords that are made as names are would refuse documents by chance.</summary>
    [Theory]
    [InlineData("Administrator1!", "name = \"for every administrator\"")]
    [InlineData("weather-service-2024", "name = \"weather-service\"")]
    [InlineData("my-app-1", "name = \"my-app-1\"")]
    [InlineData("hippo_1", "name = \"the hippo_1\"")]
    [InlineData("test", "name = \"\"\"a test\\\n   more\"\"\"")]
    public async Task Document_HoldsAName_IsRead(string secret, string line)
    {
        await using var source = SourceThatSends(line, secret);

        Assert.False((await source.OpenAsync(ServerSample.Id, CancellationToken.None)).InvoiceBytes.IsEmpty);
    }

    /// <summary>An escape that nothing ends is looked for its end no further than it may reach.</summary>
    [Fact]
    public void AreIn_MillionsOfOpenEscapes_ComesToAnEnd()
    {
        var document = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\\u{", 2_000_000)));

        Assert.False(HeldSecrets.Of(Secret).AreIn(document));
    }

    [Theory]
    [InlineData("sabre", "\"the \\u0073abre\"", "the ***")]
    [InlineData("p@ss/word", "\"p%40ss%2fword\"", "***")]
    [InlineData("sword and fish", "\"form=sword+and+fish&a\"", "form=***&a")]
    [InlineData("sabre", "\"a sa%2562re\"", "a ***")]
    [InlineData("one-and-twenty-letters", "\"cut: one-and-twent\"", "cut: ***")]
    public async Task Refusal_HoldsTheSecretInAnySpelling_IsToldWithoutIt(string secret, string words, string told)
    {
        foreach (var (body, type) in ((string, string)[])
            [($"error = {words}\n", "application/toml"), ($"{{\"error\": {words}}}", "application/json")])
        {
            var refusal = await ServerSample.RefusalAsync(
                new AnsweringHandler(_ => AnsweringHandler.Of(HttpStatusCode.Conflict, body, type)),
                ServerSample.Options with { Credential = BindleServerCredential.Basic("admin", secret) });

            Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Refusal_SecretWhereTheReadingEnds_IsNotRepeated()
    {
        var body = new string(' ', (8 << 10) - 6) + Secret;
        var handler = new AnsweringHandler(_ => AnsweringHandler.Of(HttpStatusCode.BadRequest, body, "text/plain"));

        AssertNoSecret(await ServerSample.RefusalAsync(handler, Options));
    }

    [Theory]
    [MemberData(nameof(Paddings))]
    public async Task Wire_StatusLineHoldsTheSecret_IsNotRepeated(int padding)
    {
        await using var server = new RawServer(_ => Encoding.ASCII.GetBytes($"HTTP/9.9 {Padded(padding)}\r\n\r\n"));

        AssertNoSecret(await RefusalAsync(server));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wire_SizeOfAChunkHoldsTheSecret_IsNotRepeatedInAnySpelling(bool isParcel)
    {
        await using var server = new RawServer(request => request.Contains('@', StringComparison.Ordinal) == isParcel
            ? Encoding.ASCII.GetBytes(
                "HTTP/1.1 200 OK\r\nContent-Type: application/toml\r\nTransfer-Encoding: chunked\r\n\r\n"
                + $"zz {Secret}\r\n")
            : RawServer.Ok(ServerSample.Invoice));

        var refusal = await RefusalAsync(server);

        AssertNoSecret(refusal);
        Assert.Equal(SourceFailure.Temporary, refusal.Failure);
        Assert.Contains("rules of HTTP", refusal.Message, StringComparison.Ordinal);
    }

    private static BindleServerOptions Options => ServerSample.Options with { Credential = Credential };

    private static BindleServerSource SourceThatSends(string line, string secret) => ServerSample.Source(
        ServerSample.Whole(_ => ServerSample.Toml($"[a]\n{line}\n" + ServerSample.Invoice)),
        ServerSample.Options with { Credential = BindleServerCredential.Basic("admin", secret) });

    private static string Padded(int padding) => new string('z', padding) + Secret;

    private static async Task<BindleSourceException> RefusalAsync(RawServer server)
    {
        await using var source = new BindleServerSource(
            BindleServerHandlers.Create(),
            new BindleServerOptions { Address = BindleServerAddress.Parse(server.Url), Credential = Credential },
            TimeProvider.System);
        return await Assert.ThrowsAsync<BindleSourceException>(() => ServerSample.ReadParcelAsync(source));
    }

    private static void AssertNoSecret(BindleSourceException refusal) => Assert.False(
        HoldsSecret(refusal.ToString()), refusal.ToString());

    private static bool HoldsSecret(string text)
    {
        var start = Secret[..5];
        var hex = Convert.ToHexString(Encoding.ASCII.GetBytes(start));
        return text.Contains(start, StringComparison.OrdinalIgnoreCase)
            || text.Replace("-", "", StringComparison.Ordinal).Contains(hex, StringComparison.OrdinalIgnoreCase)
            || text.Replace(" ", "", StringComparison.Ordinal).Contains(hex, StringComparison.OrdinalIgnoreCase);
    }
}
