using System.Net;
using Migrator.Cloud.Api;
using Migrator.Cloud.Api.Model;
using Migrator.Cloud.Tests.Hosts;
using Migrator.Testing;

namespace Migrator.Cloud.Tests.Api;

/// <summary>Bytes on the wire, and pages that end (spec/cloud-deploy.md 1.5, 1.6, 7.2).</summary>
public sealed class CloudClientTests
{
    private static readonly Guid App = new("0a7f2c0e-5b0e-4f6e-9d5b-0f0a6b1c2d3e");
    private static readonly Guid Channel = new("c2000000-0000-0000-0000-000000000001");
    private static readonly Guid Revision = new("b1000000-0000-0000-0000-000000000001");

    [Fact]
    [CloudTest(CloudLine.FlatPatch, CloudLine.EnumSpelling)]
    public async Task PatchChannel_Activation_IsFlat()
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Answer(HttpStatusCode.NoContent));
        using var cloud = host.Client();

        await cloud.Channels.PatchAsync(PatchChannelCommand.Activate(Channel, Revision), default);

        var request = Assert.Single(host.Requests);
        Assert.Equal("PATCH /api/channels/" + Channel, $"{request.Method} {request.Path}");
        Assert.Equal(
            $$"""{"channelId":"{{Channel}}","revisionSelectionStrategy":"UseSpecifiedRevision","""
            + $$"""
            "activeRevisionId":"{{Revision}}"}
            """,
            request.Body);
    }

    [Fact]
    public void PatchChannel_NullAndAbsent_Differ()
    {
        var command = new PatchChannelCommand(Channel) { ActiveRevisionId = new(null), RangeRule = new(null) };

        Assert.Equal(
            $$"""{"channelId":"{{Channel}}","rangeRule":null,"activeRevisionId":null}""",
            System.Text.Encoding.UTF8.GetString(command.ToBytes()));
    }

    [Fact]
    [CloudTest(CloudLine.EnumSpelling)]
    public async Task CreateChannel_Always_WritesTheRangeRuleOfNull()
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Json($"\"{Channel}\""));
        using var cloud = host.Client();

        var id = await cloud.Channels.CreateAsync(App, AppItem.DeployChannel, Revision, default);

        Assert.Equal(Channel, id);
        Assert.Equal(
            $$"""{"appId":"{{App}}","name":"spin-deploy","revisionSelectionStrategy":"UseSpecifiedRevision","""
            + $$"""
            "rangeRule":null,"activeRevisionId":"{{Revision}}"}
            """,
            Assert.Single(host.Requests).Body);
    }

    [Fact]
    [CloudTest(CloudLine.DoubleJson)]
    public async Task ListVariables_DoubleEncoded_AreRead()
    {
        using var host = new ScriptedCloud(
            _ => ScriptedCloud.Json("""{"vars":["{\"key\":\"db_password\"}","{\"key\":\"b\"}"]}"""));
        using var cloud = host.Client();

        Assert.Equal(["db_password", "b"], await cloud.Variables.ListAsync(App, default));
        Assert.Equal($$"""{"appId":"{{App}}"}""", Assert.Single(host.Requests).Body);
        Assert.Equal("GET", host.Requests[0].Method);
    }

    [Theory]
    [InlineData("""{"vars":["db_password"]}""")]
    [InlineData("""{"vars":["null"]}""")]
    [InlineData("""{"vars":["{}"]}""")]
    public async Task ListVariables_OfAnotherForm_AreAFault(string body)
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Json(body));
        using var cloud = host.Client();

        var fault = await Assert.ThrowsAsync<CloudException>(() => cloud.Variables.ListAsync(App, default));

        Assert.Equal(CloudFailure.Unexpected, fault.Failure);
    }

    [Fact]
    public async Task ListRevisions_OfABindle_EscapesThePlus()
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Json(Page(isLast: true)));
        using var cloud = host.Client();

        await foreach (var unused in cloud.Revisions.ListAsync("1.0.0+r1a2b", default))
        {
            Assert.Fail("the page is empty");
        }

        Assert.Contains("searchText=1.0.0%2Br1a2b", Assert.Single(host.Requests).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(51, false, 3)]
    [InlineData(51, true, 2)]
    [InlineData(50, true, 2)]
    [InlineData(120, true, 3)]
    [InlineData(0, false, 1)]
    [InlineData(7, true, 1)]
    [InlineData(7, false, 2)]
    public async Task List_WhateverIsLastPageSays_GivesEveryItemOnce(int count, bool isLast, int requests)
    {
        var ids = Enumerable.Range(1, count).Select(IdOf).ToArray();
        using var host = new ScriptedCloud(request => ScriptedCloud.Json(
            Page(isLast, ids.Skip(IndexOf(request) * 50).Take(50).ToArray())));
        using var cloud = host.Client();

        var found = new List<Guid>();
        await foreach (var revision in cloud.Revisions.ListAsync(null, default))
        {
            found.Add(revision.Id);
        }

        Assert.Equal(ids, found);
        Assert.Equal(requests, host.Requests.Count);
    }

    [Fact]
    public async Task List_TheSamePageForEver_Ends()
    {
        var ids = Enumerable.Range(1, 50).Select(IdOf).ToArray();
        using var host = new ScriptedCloud(_ => ScriptedCloud.Json(Page(isLast: false, ids)));
        using var cloud = host.Client();

        var count = 0;
        await foreach (var unused in cloud.Revisions.ListAsync(null, default))
        {
            count++;
        }

        Assert.Equal((50, 2), (count, host.Requests.Count));
    }

    [Fact]
    public async Task List_WithoutEnd_IsAFault()
    {
        using var host = new ScriptedCloud(request => ScriptedCloud.Json(
            Page(isLast: false, IdOf(IndexOf(request) + 1))));
        using var cloud = host.Client();

        var fault = await Assert.ThrowsAsync<CloudException>(async () =>
        {
            await foreach (var unused in cloud.Revisions.ListAsync(null, default))
            {
            }
        });

        Assert.Contains("more than 400 pages", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"components":{"schemas":{"AppItem":{"properties":{"subdomain":{}}}}}}""", CloudEra.ImplicitActivation)]
    [InlineData("""{"components":{"schemas":{"AppItem":{"properties":{"name":{}}}}}}""", CloudEra.ExplicitChannels)]
    public async Task ReadEra_OfADocument_IsWhetherAppsHaveASubdomain(string document, CloudEra era)
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Json(document));
        using var cloud = host.Client();

        Assert.Equal(era, await cloud.Document.ReadEraAsync(default));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"components":{"schemas":{"Pet":{}}}}""")]
    public async Task ReadEra_OfAnythingElse_IsAFaultAndNoGuess(string document)
    {
        using var host = new ScriptedCloud(_ => ScriptedCloud.Json(document));
        using var cloud = host.Client();

        var fault = await Assert.ThrowsAsync<CloudException>(() => cloud.Document.ReadEraAsync(default));

        Assert.Equal(CloudFailure.Unexpected, fault.Failure);
    }

    private static int IndexOf(SentRequest request) =>
        int.Parse(
            request.Path.Split("pageIndex=")[1].Split('&')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static Guid IdOf(int number) => new(number, 0, 0, new byte[8]);

    private static string Page(bool isLast, params Guid[] ids) =>
        $$"""
        {"items":[{{string.Join(',', ids.Select(Item))}}],
        "totalItems":9,"pageIndex":0,"pageSize":50,"isLastPage":{{(isLast ? "true" : "false")}}}
        """;

    private static string Item(Guid id) =>
        $$"""{"id":"{{id}}","appId":"{{App}}","revisionNumber":"1","components":[]}""";
}
