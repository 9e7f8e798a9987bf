using Migrator.Bindle.Invoices;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>Vectors of spec/spin-oci.md 3 that Spin's own code gave, and the order of everything.</summary>
public sealed class LockedAppBytesTests
{
    [Fact]
    public async Task ConvertAsync_PluginTrigger_KeepsItsValuesAndTheirKinds()
    {
        var config = await ConfigAsync(ManifestFindingsTests.Application(
            "type = 'pounce'\nattacker = 'hobbes'\nage = 1\nwhen = 1979-05-27T07:32:00Z",
            "on = 'KNEES'\ncomponent = 'other'\nwhen = 1979-05-27T07:32:00Z\nf = 1.0\ng = 1.5e300\nnan = nan\nlist " +
            "= [{ z = 1, a = true }]"));
        Assert.Contains(
            """"trigger":{"age":1,"attacker":"hobbes","type":"pounce","when":"1979-05-27T07:32:00Z"}"""",
            config,
            StringComparison.Ordinal);
        Assert.Contains(
            """
            {"id":"trigger--c","trigger_type":"pounce","trigger_config":{"component":"other","f":1.0,"g":1.5e300,
            "list":[{"a":true,"z":1}],"nan":null,"on":"KNEES",
            "when":{"$__toml_private_datetime":"1979-05-27T07:32:00Z"}}}
            """.ReplaceLineEndings(""),
            config,
            StringComparison.Ordinal);
    }

    [SharedFact]
    public async Task ConvertAsync_PluginTriggerOfEveryKindOfValue_GivesWhatTheAuthorPushed()
    {
        // Spin's packaging cannot write these values into a bindle; a bindle made by hand can hold them.
        var expected = GoldenApp.Text("made/external-values", "spin1-source.config.json");
        var text = await File.ReadAllTextAsync(GoldenApp.FileOf("made/external-values", "spin.toml"));
        var trigger = text.Split('\n').Single(line => line.StartsWith("trigger =", StringComparison.Ordinal));
        var values = text[(text.IndexOf("[component.trigger]", StringComparison.Ordinal) + 19)..];
        var bindle = new BindleBuilder("external-values/1.0.0").WithModule().WithManifest($"""
            {trigger}
            [[component]]
            id = 'c'
            source = '{BindleBuilder.Sha256(BindleBuilder.Module)}'
            [component.trigger]
            {values}
            """);
        var source = expected.IndexOf("\"source\"", StringComparison.Ordinal);
        Assert.StartsWith(expected[..source], await ConfigAsync(bindle), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_HttpExecutor_IsNullWhenNotSaid()
    {
        var spin = await ConfigAsync(BindleBuilder.OneComponent(trigger: "route = '/'\nexecutor = { type = 'spin' }"));
        Assert.Contains(
            """{"component":"web","executor":{"type":"spin"},"route":"/"}""",
            spin,
            StringComparison.Ordinal);
        var none = await ConfigAsync(BindleBuilder.OneComponent(trigger: "route = '/'"));
        Assert.Contains("""{"component":"web","executor":null,"route":"/"}""", none, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_OddTexts_AreEscapedAsSpinDoesAndSortedByBytes()
    {
        var config = await ConfigAsync(BindleBuilder
            .OneComponent("""
                [component.environment]
                "\uFFEE" = "<&'+/>"
                "\U0001F600" = "\u001F\b\u007F\u2028"
                Z = "\"\\\n"
                a = "é"
                """)
            .With(invoice => invoice with { Description = "" }));
        Assert.Contains(
            "\"env\":{\"Z\":\"\\\"\\\\\\n\",\"a\":\"é\",\"\uFFEE\":\"<&'+/>\"," +
            "\"\U0001F600\":\"\\u001f\\b\u007F\u2028\"}",
            config,
            StringComparison.Ordinal);
        Assert.Contains("\"metadata\":{\"description\":\"\",\"name\":\"shop\"", config, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_SourceOfAFewBytes_IsInlinedAndHasItsLayer()
    {
        byte[] module = [0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0];
        var outcome = await new BindleBuilder().WithModule(module).WithManifest($"""
            [trigger]
            type = 'http'
            [[component]]
            source = '{BindleBuilder.Sha256(module)}'
            id = 'tiny'
            trigger = {"{"} route = '/' {"}"}
            """).ConvertAsync();
        Assert.Equal([8L], outcome.Artifact!.Manifest.Layers.Select(layer => layer.Size));
        Assert.Contains(
            "\"inline\":\"AGFzbQEAAAA\",\"digest\"",
            await outcome.Artifact.ConfigTextAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertAsync_ParcelsInAnotherOrder_GivesTheSameDigest()
    {
        var bindle = BindleBuilder.OneComponent("files = 'f'").WithGroup("f")
            .WithFile("b", "1", "f").WithFile("a/c", "2", "f").WithFile("a-", new string('x', 200), "f");
        var first = await DigestAsync(bindle);
        var second = await DigestAsync(
            bindle.With(invoice => invoice with { Parcels = [.. invoice.Parcels.Reverse()] }));
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task ConvertAsync_ByteOrderMark_IsTaken()
    {
        var outcome = await new BindleBuilder().WithManifest("\uFEFFcomponent = []\n[trigger]\ntype = 'http'")
            .ConvertAsync();
        Assert.NotNull(outcome.Artifact);
    }

    private static async Task<string> ConfigAsync(BindleBuilder bindle)
    {
        var outcome = await bindle.ConvertAsync();
        Assert.True(outcome.Artifact is not null, string.Join('\n', outcome.Findings));
        return await outcome.Artifact.ConfigTextAsync();
    }

    private static async Task<Digest> DigestAsync(BindleBuilder bindle) =>
        (await bindle.ConvertAsync()).Artifact!.Descriptor.Digest;
}
