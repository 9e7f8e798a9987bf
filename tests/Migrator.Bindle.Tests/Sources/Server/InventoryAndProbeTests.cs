using System.Globalization;
using System.Net;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Verification;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>Rows 114 and 115 of spec/bindle.md 10.6, and what is asked before anything is pushed (5.8, 6).</summary>
public sealed class InventoryAndProbeTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(255, false)]
    [InlineData(256, true)]
    [InlineData(600, true)]
    [BindleRow(114)]
    public async Task List_ManyBindles_AsksForPageAfterPage(int count, bool isSeveralPages)
    {
        var handler = new AnsweringHandler(request => Page(request.RequestUri!.Query, count));

        var entries = await ListAsync(handler);

        Assert.Equal(count, entries.Count(entry => entry.Id is not null));
        Assert.Equal(isSeveralPages, handler.Requests.Count > 1);
        Assert.All(handler.Requests, request => Assert.EndsWith("&l=255", request.Uri, StringComparison.Ordinal));
        Assert.Equal(ServerFindings.IncompleteList, entries[^1].Findings.Single().Kind);
    }

    [Fact]
    public async Task List_PageCannotBeToml_IsAskedForAsJson()
    {
        var handler = new AnsweringHandler(request => request.Headers.Accept.First().MediaType == "application/json"
            ? AnsweringHandler.Of(
                HttpStatusCode.OK,
                """
                {"query":"","strict":true,"offset":0,"limit":255,"total":1,"more":false,"yanked":false,"invoices":[
                {"bindleVersion":"1.0.0","yanked":true,"yankedSignature":null,"bindle":{"name":"a","version":"1.0.0",
                "description":null,"authors":null},"annotations":null,"parcel":[],"group":null,"signature":null}]}
                """,
                "application/json")
            : AnsweringHandler.Of(HttpStatusCode.OK, ""));

        var entry = (await ListAsync(handler))[0];

        Assert.Equal(("a/1.0.0", true), (entry.Id!.ToString(), entry.Yanked));
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task List_ServerRepeatsItsFirstPage_EndsWithAFinding()
    {
        var handler = new AnsweringHandler(_ => Page("?q=&o=0&l=255", 600));

        var entries = await ListAsync(handler);

        Assert.Equal(255, entries.Count(entry => entry.Id is not null));
        Assert.Contains(entries, entry => entry.Findings.Any(finding => finding.Kind == ServerFindings.PagesDiffer));
    }

    [Theory]
    [InlineData(600, true)]
    [InlineData(599, false)]
    public async Task List_ServerWithoutEnd_StopsAtTheBound(int bound, bool isTaken)
    {
        var handler = new AnsweringHandler(request => Page(request.RequestUri!.Query, isTaken ? 600 : int.MaxValue));

        var listing = ListAsync(handler, ServerSample.Options with { MaxBindles = bound });

        if (isTaken)
        {
            Assert.Equal(600, (await listing).Count(entry => entry.Id is not null));
            return;
        }

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(() => listing);
        Assert.Contains("more than 599 bindles", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(3, handler.Requests.Count);
    }

    [Fact]
    public async Task List_TotalIsWrong_IsNotReliedOn()
    {
        var handler = new AnsweringHandler(request => Page(request.RequestUri!.Query, 300, total: 1));

        Assert.Equal(300, (await ListAsync(handler)).Count(entry => entry.Id is not null));
    }

    [Fact]
    public async Task List_PageIsTooLarge_AsksForSmallerOnes()
    {
        var handler = new AnsweringHandler(
            request => request.RequestUri!.Query.EndsWith("&l=255", StringComparison.Ordinal)
            ? AnsweringHandler.Of(HttpStatusCode.OK, new string('#', (24 << 20) + 1))
            : Page(request.RequestUri.Query, 3));

        Assert.Equal(3, (await ListAsync(handler)).Count(entry => entry.Id is not null));
    }

    [Fact]
    public async Task List_WithAQuery_EncodesIt()
    {
        var handler = new AnsweringHandler(request => Page(request.RequestUri!.Query, 0));

        await ListAsync(handler, ServerSample.Options with { Query = "a/b c+&ä" });

        Assert.Contains("_q?q=a%2Fb%20c%2B%26%C3%A4&o=0", handler.Requests[0].Uri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "lists no bindle")]
    [InlineData(2, "several bindles")]
    public async Task Open_WithoutAnId_NeedsExactlyOne(int count, string expected)
    {
        var source = ServerSample.Source(new AnsweringHandler(request => Page(request.RequestUri!.Query, count)));

        var refusal = await Assert.ThrowsAsync<BindleSourceException>(
            () => source.OpenAsync(null, CancellationToken.None));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    [BindleRow(115)]
    public async Task Verify_YankedBindle_IsRefusedAndNamesTheStore()
    {
        var findings = await VerifyYankedAsync(includeYanked: false);

        Assert.Contains(findings, finding => finding.Kind == VerifyFindings.Yanked && finding.IsError);
    }

    [Fact]
    [BindleRow(115)]
    public async Task Verify_YankedBindleThatIsTaken_StillCannotBeHadOverHttp()
    {
        var findings = await VerifyYankedAsync(includeYanked: true);

        Assert.DoesNotContain(findings, finding => finding.Kind == VerifyFindings.Yanked && finding.IsError);
        var missing = Assert.Single(findings, finding => finding.Kind == VerifyFindings.ParcelMissing);
        Assert.Contains("--bindle-store", missing.Message, StringComparison.Ordinal);
        Assert.Contains("yanked", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ServerLacksParcels_NamesEachAndAsksOnce()
    {
        var other = new string('a', 64);
        var handler = ServerSample.Whole(target => target switch
        {
            _ when target.Contains("/_r/missing/", StringComparison.Ordinal) => ServerSample.Toml(Missing(other)),
            _ when target.Contains("yanked=true", StringComparison.Ordinal) =>
                ServerSample.Toml(ServerSample.Invoice + Parcel(other)),
            _ => null,
        });

        var findings = await VerifyAsync(handler);

        Assert.Contains(other, Assert.Single(findings).Message, StringComparison.Ordinal);
        Assert.Single(handler.Requests, request => request.Uri.Contains("/_r/missing/", StringComparison.Ordinal));
        Assert.DoesNotContain(handler.Requests, request => request.Uri.Contains('@', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "", null)]
    [InlineData(HttpStatusCode.MethodNotAllowed, "HTTP method not allowed", "text/plain")]
    [InlineData(HttpStatusCode.InternalServerError, "error = \"resource could not be loaded\"\n", "application/toml")]
    public async Task Verify_MissingCannotBeTold_EachParcelIsAskedFor(HttpStatusCode status, string body, string? type)
    {
        var gone = false;
        var handler = ServerSample.Whole(target => target switch
        {
            _ when target.Contains("/_r/missing/", StringComparison.Ordinal) => AnsweringHandler.Of(status, body, type),
            _ when target.Contains('@', StringComparison.Ordinal) && gone =>
                ServerSample.Error(HttpStatusCode.NotFound, "resource not found"),
            _ => null,
        });

        Assert.Empty(await VerifyAsync(handler));
        gone = true;
        Assert.Equal(VerifyFindings.ParcelMissing, Assert.Single(await VerifyAsync(handler)).Kind);
    }

    [Fact]
    public async Task Verify_ServerFailsWhileAsked_IsATemporaryFailureAndNotAMissingParcel()
    {
        var handler = ServerSample.Whole(target => target.Contains("/_r/missing/", StringComparison.Ordinal)
            ? AnsweringHandler.Of(HttpStatusCode.BadGateway, "", null)
            : null);

        var failure = await Assert.ThrowsAsync<BindleSourceException>(() => VerifyAsync(handler));

        Assert.Equal(SourceFailure.Temporary, failure.Failure);
    }

    [Fact]
    public async Task OpenParcel_LabelInUpperCase_AsksForTheTextOfTheLabel()
    {
        var upper = ServerSample.Sha256.ToUpperInvariant();
        var handler = ServerSample.Whole(target => target.Contains("yanked=true", StringComparison.Ordinal)
            ? ServerSample.Toml(ServerSample.Invoice.Replace(ServerSample.Sha256, upper, StringComparison.Ordinal))
            : null);

        await ServerSample.ReadParcelAsync(ServerSample.Source(handler));

        Assert.EndsWith("@" + upper, handler.Requests[^1].Uri, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<Finding>> VerifyYankedAsync(bool includeYanked)
    {
        var handler = ServerSample.Whole(target => target.Contains("yanked=true", StringComparison.Ordinal)
            ? ServerSample.Toml(
                ServerSample.Invoice.Replace("\n\n[bindle]", "\nyanked = true\n\n[bindle]", StringComparison.Ordinal))
            : ServerSample.Error(HttpStatusCode.Forbidden, "bindle is yanked"));
        return await VerifyAsync(handler, new VerificationPolicy { IncludeYanked = includeYanked });
    }

    private static async Task<IReadOnlyList<Finding>> VerifyAsync(
        AnsweringHandler handler, VerificationPolicy? policy = null)
    {
        var package = await ServerSample.Source(handler).OpenAsync(ServerSample.Id, CancellationToken.None);
        return (await BindleVerifier.VerifyAsync(package, policy ?? new VerificationPolicy(), CancellationToken.None))
            .Findings;
    }

    private static async Task<List<BindleEntry>> ListAsync(
        AnsweringHandler handler, BindleServerOptions? options = null) =>
        await ServerSample.Source(handler, options).ListAsync(CancellationToken.None).ToListAsync();

    private static HttpResponseMessage Page(string query, int count, int? total = null)
    {
        var parts = query.Split("&");
        var offset = int.Parse(parts[1][2..], CultureInfo.InvariantCulture);
        var end = Math.Min(count, offset + int.Parse(parts[2][2..], CultureInfo.InvariantCulture));
        var invoices = Enumerable.Range(offset, Math.Max(0, end - offset)).Select(number =>
            "[[invoices]]\nbindleVersion = \"1.0.0\"\n[invoices.bindle]\n"
            + $"name = \"n{number:D4}\"\nversion = \"1.0.0\"\n");
        var head = $"total = {total ?? count}\nmore = {(end < count ? "true" : "false")}\n";
        return ServerSample.Toml(head + (end <= offset ? "invoices = []\n" : string.Concat(invoices)));
    }

    private static string Missing(string sha256) =>
        $"[[missing]]\nsha256 = \"{sha256}\"\nmediaType = \"text/plain\"\nname = \"b.txt\"\nsize = 1\n";

    private static string Parcel(string sha256) =>
        $"[[parcel]]\n[parcel.label]\nsha256 = \"{sha256}\"\nmediaType = \"text/plain\"\nname = \"b.txt\"\nsize = 1\n";
}
