using System.Text;
using Microsoft.AspNetCore.Http;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Sources.Server.Tokens;
using Migrator.Testing;
using Migrator.Testing.BindleServer;

namespace Migrator.Bindle.Tests.Sources.Server.Tokens;

/// <summary>A login of the Bindle client at an issuer, and another issuer beside; over sockets and TLS.</summary>
public abstract class TokenTest : IAsyncLifetime
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);


    private protected StillClock Clock { get; } = new(Now);

    protected TempFolder Temp { get; } = new();

    protected TokenIssuerServer Issuer { get; private set; } = null!;

    protected TokenIssuerServer Other { get; private set; } = null!;

    protected string TokenPath => Temp.Combine("login", ".token");

    protected BindleServerConnection Connection => new() { Authorities = [Issuer.Authority.Root] };

    public async Task InitializeAsync()
    {
        Issuer = await TokenIssuerServer.StartAsync();
        Other = await TokenIssuerServer.StartAsync(Issuer);
        Issuer.End = Other.End = Now.AddHours(1);
        Directory.CreateDirectory(Temp.Combine("login"));
    }

    public async Task DisposeAsync()
    {
        await Other.DisposeAsync();
        await Issuer.DisposeAsync();
        Temp.Dispose();
    }

    protected static Func<HttpContext, Task<bool>> Answering(int status, string body) => async context =>
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
        return true;
    };

    // Whatever is wrong, nobody is shown a token.
    protected static async Task<BindleSourceException> RefusalAsync(BindleTokenLogin login)
    {
        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => login.CurrentAsync(default));
        Assert.Equal(SourceFailure.Credentials, refusal.Failure);
        Assert.Contains("bindle login", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh-", refusal.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", refusal.ToString(), StringComparison.Ordinal);
        return refusal;
    }

    protected static async Task<string> TokenAsync(BindleTokenLogin login) =>
        (await login.CurrentAsync(default)).Header["Bearer ".Length..];

    protected Task<BindleSourceException> RefusalAsync(string file) => RefusalAsync(Login(file));

    protected BindleTokenLogin Login(string file) => new(TokenPath, Write(file), Connection, Clock);

    protected byte[] Write(string file)
    {
        File.WriteAllText(TokenPath, file);
        return Encoding.UTF8.GetBytes(file);
    }
}
