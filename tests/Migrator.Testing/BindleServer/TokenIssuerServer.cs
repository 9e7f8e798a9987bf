using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Migrator.Testing.Registries;

namespace Migrator.Testing.BindleServer;

/// <summary>An OIDC provider for tests, over TLS: says where tokens are given, and gives new ones for old.</summary>
/// <remarks>Each refresh token is good for one use. Tokens are not signed: their readers cannot tell.</remarks>
public sealed class TokenIssuerServer : IAsyncDisposable
{
    /// <summary>Which client the logins are for.</summary>
    public const string ClientId = "bindle-client";

    private readonly WebApplication _app;
    private readonly bool _isOwner;

    private TokenIssuerServer(WebApplication app, PrivateAuthority authority, bool isOwner)
    {
        _app = app;
        _isOwner = isOwner;
        Authority = authority;
    }

    /// <summary>Who vouches for its certificate, and nobody knows.</summary>
    public PrivateAuthority Authority { get; }

    /// <summary>The issuer, as its tokens name it.</summary>
    public string Issuer =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Where it gives tokens.</summary>
    public string TokenUrl => $"{Issuer}/oauth/token";

    /// <summary>Where its description says that it does. Default: <see cref="TokenUrl"/>.</summary>
    public string? NamedTokenUrl { get; set; }

    /// <summary>The refresh token that it takes next.</summary>
    public string RefreshToken { get; set; } = "refresh-1";

    /// <summary>When the tokens end that it gives.</summary>
    public DateTimeOffset End { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>Answers instead of it when it returns true.</summary>
    public Func<HttpContext, Task<bool>> Fault { get; set; } = _ => Task.FromResult(false);

    /// <summary>What was asked, in order: method, path, credential and body.</summary>
    public ConcurrentQueue<(string Method, string Path, string? Authorization, string Body)> Requests { get; } = new();

    /// <summary>Starts an issuer on a free port of the loopback address.</summary>
    /// <param name="other">Another one, whose authority vouches for this one too, and which outlives it.</param>
    public static async Task<TokenIssuerServer> StartAsync(TokenIssuerServer? other = null)
    {
        var authority = other?.Authority ?? new PrivateAuthority();
        var certificate = authority.IssueServer();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        var server = new TokenIssuerServer(app, authority, isOwner: other is null);
        app.Run(server.ServeAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>A token.</summary>
    /// <param name="issuer">Whom it names as its issuer.</param>
    /// <param name="end">When it ends.</param>
    /// <param name="subject">Whom it is for, so that two are not the same.</param>
    public static string Token(string issuer, DateTimeOffset end, string subject)
    {
        var claims = $$"""{"iss":"{{issuer}}","sub":"{{subject}}","exp":{{end.ToUnixTimeSeconds()}},"iat":1}""";
        return $"{Encode("""{"alg":"RS256","typ":"JWT","kid":"k"}""")}.{Encode(claims)}.{Encode("signature")}";
    }

    /// <summary>A token file as the client writes it, for a login here.</summary>
    /// <param name="end">When its token ends.</param>
    public string TokenFile(DateTimeOffset end) =>
        $"""
        access_token = "access-0"
        token_type = "bearer"
        expires_in = 3600
        refresh_token = "{RefreshToken}"
        scope = "openid profile email offline_access"
        id_token = "{Token(Issuer, end, "first")}"
        issuer = "{Issuer}"
        client_id = "{ClientId}"
        token_url = "{TokenUrl}"

        """;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (_isOwner)
        {
            Authority.Dispose();
        }
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static async Task AnswerAsync(HttpContext context, int status, Dictionary<string, string> members)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(JsonSerializer.Serialize(members));
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var request = context.Request;
        Requests.Enqueue((request.Method, request.Path, request.Headers.Authorization, body));
        if (await Fault(context))
        {
            return;
        }

        await ((request.Method, request.Path.Value) switch
        {
            ("GET", "/.well-known/openid-configuration") => AnswerAsync(
                context, 200, new() { ["issuer"] = Issuer, ["token_endpoint"] = NamedTokenUrl ?? TokenUrl }),
            ("POST", "/oauth/token") => AnswerAsync(context, body),
            _ => AnswerAsync(context, 404, []),
        });
    }

    private async Task AnswerAsync(HttpContext context, string form)
    {
        if (form != $"grant_type=refresh_token&refresh_token={RefreshToken}&client_id={ClientId}")
        {
            await AnswerAsync(
                context, 400, new() { ["error"] = "invalid_grant", ["error_description"] = $"No good: {form}" });
            return;
        }

        var number = int.Parse(RefreshToken.Split('-')[1], CultureInfo.InvariantCulture);
        RefreshToken = $"refresh-{number + 1}";
        await AnswerAsync(context, 200, new()
        {
            ["access_token"] = $"access-{number}",
            ["token_type"] = "Bearer",
            ["refresh_token"] = RefreshToken,
            ["id_token"] = Token(Issuer, End, $"number {number}"),
        });
    }
}
