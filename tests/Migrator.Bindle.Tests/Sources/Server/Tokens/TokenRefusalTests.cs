using System.Text;
using Microsoft.AspNetCore.Http;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Sources.Server.Tokens;
using Migrator.Testing;
using Migrator.Testing.BindleServer;
using Migrator.Testing.Registries;

namespace Migrator.Bindle.Tests.Sources.Server.Tokens;

/// <summary>
/// A login that has ended and cannot be renewed (spec/bindle.md 5.12).
/// </summary>
public sealed class TokenRefusalTests : TokenTest
{
    [Theory]
    [InlineData("refresh_token = \"refresh-1\"\n", "no refresh_token or no client_id")]
    [InlineData("client_id = \"bindle-client\"\n", "no refresh_token or no client_id")]
    public async Task Current_FileLacksWhatItTakes_SaysToLogIn(string line, string expected)
    {
        var refusal = await RefusalAsync(Issuer.TokenFile(Now).Replace(line, "", StringComparison.Ordinal));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Issuer.Requests);
    }

    [Fact]
    public async Task Current_IssuerRefuses_SaysItsWordsWithoutTheTokens()
    {
        Issuer.RefreshToken = "refresh-7";
        var file = Issuer.TokenFile(Now).Replace("refresh-7", "refresh-6", StringComparison.Ordinal);
        var login = Login(file);

        var refusal = await RefusalAsync(login);
        await RefusalAsync(login);

        Assert.Equal(
            $"The login in {TokenPath} ended at 2026-11-25 12:00:00Z and cannot be renewed: "
            + $"{new Uri(Issuer.Issuer).Authority} answers 400: invalid_grant: No good: grant_type=refresh_token&"
            + "refresh_token=***&client_id=bindle-client. Log in again: bindle login.",
            refusal.Message);
        Assert.Single(Issuer.Requests);
        Assert.Equal(file, File.ReadAllText(TokenPath));
    }

    // The token goes as a form, and is repeated as it came or in other letters.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Current_IssuerRepeatsTheForm_IsToldWithoutTheToken(bool isUpper)
    {
        Issuer.Fault = async context =>
        {
            var form = Issuer.Requests.Last().Body;
            context.Response.StatusCode = 400;
            await context.Response.WriteAsJsonAsync(new { error = isUpper ? form.ToUpperInvariant() : form });
            return true;
        };

        var refusal = await RefusalAsync(
            Issuer.TokenFile(Now).Replace("refresh-1", "s3cret/of the+login==", StringComparison.Ordinal));

        Assert.Contains("refresh_token=***&client_id", refusal.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("s3cret", refusal.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(200, "{}", "gave no id_token")]
    [InlineData(200, "[]", "gave no id_token")]
    [InlineData(200, """{"id_token": "opaque"}""", "gave no id_token")]
    [InlineData(200, "<html>", "is not JSON")]
    [InlineData(200, "", "is not JSON")]
    [InlineData(200, "OTHER ISSUER", "of another issuer")]
    [InlineData(403, "<html>", "answers 403.")]
    [InlineData(400, """{"error": "\ud800"}""", "answers 400.")]
    [InlineData(400, """{"error": "a\nb\u001b[2J"}""", @"answers 400: a\u{A}b\u{1B}[2J.")]
    public async Task Current_IssuerAnswersOtherwise_SaysToLogIn(int status, string body, string expected)
    {
        body = body == "OTHER ISSUER"
            ? $$"""{"id_token": "{{TokenIssuerServer.Token(Other.Issuer, Other.End, "x")}}"}"""
            : body;
        Issuer.Fault = Answering(status, body);

        Assert.Contains(
            expected, (await RefusalAsync(Issuer.TokenFile(Now))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Current_AnswerWithoutEnd_IsReadWithinABound()
    {
        Issuer.Fault = Answering(200, new string(' ', (1 << 20) + 1));

        Assert.Contains(
            "more than 1048576 bytes", (await RefusalAsync(Issuer.TokenFile(Now))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(0)]
    public async Task Current_IssuerIsAwayForNow_MayPassAndDoes(int status)
    {
        Issuer.Fault = status > 0
            ? Answering(status, "busy")
            : context =>
            {
                context.Abort();
                return Task.FromResult(true);
            };
        var login = Login(Issuer.TokenFile(Now));

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => login.CurrentAsync(default));
        Issuer.Fault = _ => Task.FromResult(false);

        Assert.Equal(SourceFailure.Temporary, refusal.Failure);
        Assert.Contains("Run again later", refusal.Message, StringComparison.Ordinal);
        Assert.NotEmpty((await login.CurrentAsync(default)).Header);
    }

    [Fact]
    public async Task Current_IssuerSaysNothing_FailsWhenTheClockSaysSo()
    {
        var asked = new TaskCompletionSource();
        Issuer.Fault = async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        var clock = new ManualClock();
        var file = Issuer.TokenFile(DateTimeOffset.UnixEpoch);
        var login = new BindleTokenLogin(TokenPath, Write(file), Connection, clock);

        var reading = login.CurrentAsync(default);
        await asked.Task;
        clock.FireAll();

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => reading);
        Assert.Equal(SourceFailure.Temporary, refusal.Failure);
        Assert.Contains("gave no whole answer within 30 seconds", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Current_NotRenewedAndStillGood_TheTokenIsShown()
    {
        Issuer.Fault = Answering(400, "");
        var login = Login(Issuer.TokenFile(Now.AddSeconds(30)));

        Assert.NotEmpty((await login.CurrentAsync(default)).Header);
        Clock.Now = Now.AddSeconds(30);
        await RefusalAsync(login);
    }

    [Fact]
    public async Task Current_FileIsGone_IsNotMadeAgain()
    {
        var login = Login(Issuer.TokenFile(Now));
        File.Delete(TokenPath);

        var refusal = await RefusalAsync(login);

        Assert.Contains("cannot be read or rewritten", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(TokenPath));
        Assert.Empty(Issuer.Requests);
    }

    [Fact]
    public async Task Current_FolderTakesNoFile_IsSaidBeforeTheRefreshTokenIsSpent()
    {
        // As long as a name can be, so that none of the staged file fits beside it.
        var path = Temp.Combine(new string('t', 255));
        var file = Issuer.TokenFile(Now);
        File.WriteAllText(path, file);

        var refusal = await RefusalAsync(
            new BindleTokenLogin(path, Encoding.UTF8.GetBytes(file), Connection, Clock));

        Assert.Contains("cannot be read or rewritten", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Issuer.Requests);
    }
}
