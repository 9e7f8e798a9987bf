using Microsoft.AspNetCore.Http;
using Migrator.Testing.BindleServer;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>The commands with a login that <c>bindle login</c> made and whose token has ended.</summary>
public sealed class BindleLoginTests : PetstoreOnAServer
{
    private static readonly DateTimeOffset LongAgo = DateTimeOffset.UnixEpoch.AddYears(50);

    private string TokenPath => Temp.Combine("token");

    [Fact]
    public async Task Migrate_TokenHasEnded_IsRenewedOnceAndKept()
    {
        await using var issuer = await IssuerAsync();
        await using var server = await StartAsync(settings => settings with { Fault = TakesTheTokenOf(issuer) });

        var first = await RunAsync(
            issuer, server, "migrate", Id, Layout("a"), "--host-keys", "--require-signature=false");
        var second = await RunAsync(issuer, server, "verify", Id, Layout("a"));

        Assert.True(first.ExitCode == ExitCode.Done, first.Error);
        Assert.True(second.ExitCode == ExitCode.Done, second.Error);
        Assert.Single(issuer.Requests);
        AssertNoSecret(first, "eyJ", "refresh-");
    }

    [Fact]
    public async Task Batch_TokenHasEnded_IsRenewedOnceForAllBindles()
    {
        await using var issuer = await IssuerAsync();
        await using var server = await StartAsync(settings => settings with { Fault = TakesTheTokenOf(issuer) });
        await using var host = await RegistryHost.StartAsync();
        await File.WriteAllTextAsync(
            Temp.Combine("batch.toml"),
            $"""
            version = 1
            [[source]]
            server = "{server.Url}"
            [target]
            registry = "{host.Host}"
            """);

        var plan = await RunAsync(issuer, server, "batch", "plan", Temp.Combine("batch.toml"));
        var run = await RunAsync(issuer, server, "batch", "run", Temp.Combine("batch.db"));

        Assert.True(plan.ExitCode == ExitCode.Done, plan.Error);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Single(issuer.Requests);
    }

    [Theory]
    [InlineData(400, ExitCode.Credentials)]
    [InlineData(503, ExitCode.Temporary)]
    public async Task Inspect_TokenCannotBeRenewed_SaysToLogIn(int status, int expected)
    {
        await using var issuer = await IssuerAsync();
        issuer.Fault = async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("""{"error": "invalid_grant"}""");
            return true;
        };
        await using var server = await StartAsync();

        var run = await RunAsync(issuer, server, "inspect", Id);

        Assert.Equal(expected, run.ExitCode);
        Assert.Contains("log in again: bindle login.", run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(TokenPath, run.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        AssertNoSecret(run, "eyJ", "refresh-");
    }

    [Fact]
    public async Task Inspect_ServerIsNotChecked_ItsIssuerStillIs()
    {
        await using var issuer = await IssuerAsync();
        await using var server = await StartAsync();

        var run = await CliRun.OfAsync(
            "inspect", Id, "--bindle-server", server.TlsUrl, "--bindle-insecure", "--bindle-token-file", TokenPath);

        Assert.Equal(ExitCode.Credentials, run.ExitCode);
        Assert.Contains("no secure connection", run.Error, StringComparison.Ordinal);
        Assert.Empty(issuer.Requests);
    }

    private static Func<HttpContext, Task<bool>> TakesTheTokenOf(TokenIssuerServer issuer) => context =>
    {
        var isTaken = context.Request.Headers.Authorization
            == "Bearer " + TokenIssuerServer.Token(issuer.Issuer, issuer.End, "number 1");
        context.Response.StatusCode = isTaken ? 200 : 401;
        return Task.FromResult(!isTaken);
    };

    private async Task<TokenIssuerServer> IssuerAsync()
    {
        var issuer = await TokenIssuerServer.StartAsync();
        await File.WriteAllTextAsync(TokenPath, issuer.TokenFile(LongAgo));
        return issuer;
    }

    private Task<CliRun> RunAsync(TokenIssuerServer issuer, BindleTestServer server, params string[] words)
    {
        string[] login = ["--bindle-token-file", TokenPath, "--bindle-ca-file", issuer.Authority.CaFile];
        return CliRun.OfAsync(
            [.. words, .. words[0] == "batch" ? login : ["--bindle-server", server.Url, .. login]]);
    }
}
