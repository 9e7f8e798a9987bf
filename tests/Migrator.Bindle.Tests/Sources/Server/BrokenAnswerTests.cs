using System.Net;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Verification;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>Rows 103 to 105 and 109 to 113 of spec/bindle.md 10.6: answers that are not what was asked for.</summary>
public sealed class BrokenAnswerTests
{
    private const string Login = "<html><title>Sign in</title></html>";

    [Fact]
    [BindleRow(103)]
    public async Task ReadParcel_BodyBreaksOffOnce_IsAskedForAgainAndWhole()
    {
        var handler = BreakingOff("a red", "a red one");

        Assert.Equal(ServerSample.Data, await ServerSample.ReadParcelAsync(ServerSample.Source(handler)));
        Assert.Equal(2, handler.Requests.Count(IsParcel));
    }

    [Fact]
    public async Task ReadParcel_BodyBreaksOffLaterEachTime_GoesOn()
    {
        var handler = BreakingOff("a", "a red", "a red o", "a red one");

        Assert.Equal(ServerSample.Data, await ServerSample.ReadParcelAsync(ServerSample.Source(handler)));
    }

    [Fact]
    [BindleRow(103)]
    public async Task ReadParcel_BodyBreaksOffTwiceAtOnePlace_IsATemporaryFailure()
    {
        var handler = BreakingOff("a red", "a red", "a red one");

        var refusal = await ServerSample.RefusalAsync(handler);

        Assert.Equal(SourceFailure.Temporary, refusal.Failure);
        Assert.Contains("after 5 of 9 bytes", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, handler.Requests.Count(IsParcel));
    }

    [Fact]
    public async Task Open_InvoiceBreaksOffOnce_IsAskedForAgain()
    {
        var count = 0;
        var handler = new AnsweringHandler(_ =>
            AnsweringHandler.Of(HttpStatusCode.OK, ServerSample.Invoice, isBroken: count++ == 0));

        var package = await ServerSample.Source(handler).OpenAsync(ServerSample.Id, CancellationToken.None);

        Assert.Equal(ServerSample.Id, package.Invoice!.Id);
    }

    [Fact]
    [BindleRow(104)]
    public async Task Hash_ServerSendsFewerBytesThanItsLabelSays_IsAMismatch()
    {
        var findings = await HashAsync(ServerSample.Whole(target => IsParcel(target) ? Parcel("a red") : null));

        Assert.Equal(VerifyFindings.SizeDiffers, Assert.Single(findings).Kind);
    }

    [Fact]
    [BindleRow(105)]
    public async Task ReadParcel_EndlessBodyWithoutLength_StopsOneByteAfterTheLabel()
    {
        var handler = ServerSample.Whole(target => IsParcel(target) ? Parcel(new string('x', 1 << 20)) : null);

        Assert.Equal(10, (await ServerSample.ReadParcelAsync(ServerSample.Source(handler))).Length);
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br", false)]
    [BindleRow(109)]
    public async Task Read_BodyInACoding_IsRefused(string coding, bool isParcel)
    {
        var handler = ServerSample.Whole(target =>
        {
            var response = IsParcel(target) ? Parcel(ServerSample.Data) : ServerSample.Toml(ServerSample.Invoice);
            if (IsParcel(target) == isParcel)
            {
                response.Content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
            }

            return response;
        });

        var refusal = await ServerSample.RefusalAsync(handler);

        Assert.Contains(coding, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [BindleRow(110)]
    public async Task Open_LoginPageWithStatus200_NamesTheContentType()
    {
        var refusal = await ServerSample.RefusalAsync(
            new AnsweringHandler(_ => AnsweringHandler.Of(HttpStatusCode.OK, Login, "text/html; charset=utf-8")));

        Assert.Contains("'text/html'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("login page", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "", null)]
    [InlineData(HttpStatusCode.NotFound, Login, "text/html")]
    [InlineData(HttpStatusCode.BadRequest, "", null)]
    [BindleRow(111)]
    public async Task Open_ErrorThatIsNotOfBindle_HintsAtTheBaseAddress(
        HttpStatusCode status, string body, string? type)
    {
        var refusal = await ServerSample.RefusalAsync(
            new AnsweringHandler(_ => AnsweringHandler.Of(status, body, type)));

        Assert.Contains("/v1/", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("<html>", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SourceFailure.Unusable, refusal.Failure);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, SourceFailure.Credentials)]
    [InlineData(HttpStatusCode.Forbidden, SourceFailure.Credentials)]
    [InlineData(HttpStatusCode.TooManyRequests, SourceFailure.Temporary)]
    [InlineData(HttpStatusCode.BadGateway, SourceFailure.Temporary)]
    [InlineData(HttpStatusCode.ServiceUnavailable, SourceFailure.Temporary)]
    [InlineData(HttpStatusCode.Gone, SourceFailure.Unusable)]
    public async Task Open_PageOfAProxy_IsOfTheKindThatItsStatusSays(HttpStatusCode status, SourceFailure expected)
    {
        var refusal = await ServerSample.RefusalAsync(
            new AnsweringHandler(_ => AnsweringHandler.Of(status, Login, "text/html")));

        Assert.Equal(expected, refusal.Failure);
    }

    [Fact]
    [BindleRow(112)]
    public async Task Open_InvoiceOfAnotherBindle_IsAnError()
    {
        var package = await ServerSample.Source(ServerSample.Whole())
            .OpenAsync(BindleId.Parse("example.com/shop/1.2.0"), CancellationToken.None);

        var finding = Assert.Single(package.Findings);
        Assert.Equal((ServerFindings.OtherBindle, FindingLevel.Error), (finding.Kind, finding.Level));
    }

    [Fact]
    [BindleRow(113)]
    public async Task Open_InvoiceWithAFieldOfTheServersOwn_NamesTheField()
    {
        var package = await ServerSample.Source(
            ServerSample.Whole(_ => ServerSample.Toml("served = true\n" + ServerSample.Invoice)))
            .OpenAsync(ServerSample.Id, CancellationToken.None);

        var finding = Assert.Single(package.Findings);
        Assert.Equal(ReadingFindings.UnknownField, finding.Kind);
        Assert.Contains("'served'", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_InvoiceLargerThanTheLimit_IsRefused()
    {
        var refusal = await ServerSample.RefusalAsync(
            ServerSample.Whole(), ServerSample.Options with { MaxInvoiceBytes = 100 });

        Assert.Contains("more than 100 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_NothingAsToml_IsReadAsJson()
    {
        var json = $$"""
            {"bindleVersion":"1.0.0","yanked":null,
            "bindle":{"name":"example.com/shop","version":"1.2.0+b","authors":null},
            "parcel":[{"label":{"sha256":"{{ServerSample.Sha256}}","mediaType":"text/plain","name":"a.txt",
            "size":9,"origin":"x"},
            "conditions":null}],"group":[]}
            """;
        var handler = new AnsweringHandler(
            request => request.Headers.Accept.ToString().Contains("toml", StringComparison.Ordinal)
            ? AnsweringHandler.Of(HttpStatusCode.OK, "", null)
            : AnsweringHandler.Of(HttpStatusCode.OK, json, "application/json"));

        var package = await ServerSample.Source(handler).OpenAsync(ServerSample.Id, CancellationToken.None);

        Assert.Equal("x", Assert.Single(package.Invoice!.Parcels).Label.Origin);
        Assert.Equal(ServerFindings.TextMadeAnew, Assert.Single(package.Findings).Kind);
        Assert.Equal(package.Invoice.Id, InvoiceToml.Read(package.InvoiceBytes, "x").Invoice!.Id);
    }

    private static async Task<IReadOnlyList<Finding>> HashAsync(AnsweringHandler handler)
    {
        var package = await ServerSample.Source(handler).OpenAsync(ServerSample.Id, CancellationToken.None);
        var outcome = await BindleVerifier.VerifyAsync(package, new VerificationPolicy(), CancellationToken.None);
        return await BindleVerifier.HashParcelsAsync(outcome.Bindle!, CancellationToken.None);
    }

    private static AnsweringHandler BreakingOff(params string[] bodies)
    {
        var count = 0;
        return ServerSample.Whole(target => IsParcel(target)
            ? AnsweringHandler.Of(HttpStatusCode.OK, bodies[count], "text/plain", isBroken: ++count < bodies.Length)
            : null);
    }

    private static HttpResponseMessage Parcel(string body) =>
        AnsweringHandler.Of(HttpStatusCode.OK, body, "text/plain");

    private static bool IsParcel(string target) => target.Contains('@', StringComparison.Ordinal);

    private static bool IsParcel((string Method, string Uri, string? Authorization, string Accept) request) =>
        IsParcel(request.Uri);
}
