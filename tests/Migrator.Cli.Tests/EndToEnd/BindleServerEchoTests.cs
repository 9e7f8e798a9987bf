using Microsoft.AspNetCore.Http;
using Migrator.Testing.BindleServer;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>A Bindle server that sends the password back, hidden by the escapes of what it is sent in.</summary>
public sealed class BindleServerEchoTests : PetstoreOnAServer
{
    private const string Invoice = """
        bindleVersion = "1.0.0"
        [bindle]
        name = "open\u0020sesame"
        version = "1.0.0"
        description = "open%20sesame"
        authors = ["&#111;pen sesame"]
        """;

    public static TheoryData<string, int> Answers => new()
    {
        { "application/toml", 200 },
        { "application/json", 200 },
        { "application/toml", 400 },
        { "application/json", 503 },
        { "text/plain", 404 },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task EveryCommand_PasswordComesBackHidden_IsInNoOutput(string type, int status)
    {
        await using var server = await StartAsync(settings => settings with
        {
            Fault = context => AnswerAsync(context, type, status),
        });
        string[][] commands =
        [
            ["inspect", "--bindle-server", server.Url],
            ["inspect", Id, "--bindle-server", server.Url, "-o", "json"],
            ["verify", Id, "--bindle-server", server.Url, "-o", "json"],
            ["migrate", Id, Layout("a"), "--bindle-server", server.Url, "--verbose", "--retries", "0"],
        ];
        foreach (var command in commands)
        {
            var run = await CliRun.WithVariablesAsync(
                Variables(
                    ("BINDLE_URL", server.Url), ("BINDLE_USERNAME", "admin"), ("BINDLE_PASSWORD", Password)),
                command);

            Assert.NotEqual(ExitCode.Done, run.ExitCode);
            AssertNoSecret(run, "sesame");
        }
    }

    private static async Task<bool> AnswerAsync(HttpContext context, string type, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(status == 200
            ? DocumentFor(context.Request.Path.Value!)
            : "error = \"it was open\\u0020sesame, or open%20sesame\"\n");
        return true;
    }

    private static string DocumentFor(string path) => path.EndsWith("/_q", StringComparison.Ordinal)
        ? "[[invoices]]\n" + Invoice.Replace("[bindle]", "[invoices.bindle]", StringComparison.Ordinal)
        : Invoice;
}
