using System.Text;
using Migrator.Engine.Audit;
using Migrator.Engine.Audit.Reading;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Audit;

/// <summary>Names and texts of an artifact's JSON that are no Unicode: findings, whatever member has them.</summary>
public sealed class UnicodeFaultTests
{
    private const string Escape = "\\ud800";

    [Theory]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"a\":[{\"b\":{\"\\udc00x\":1}}]}")]
    [InlineData("{\"a\":1,\"\\ud800\":1,\"\\ud800\":1}")]
    public void Parse_HalfASurrogatePair_IsAFormatFault(string json) =>
        Assert.Throws<ArtifactFormatException>(() => JsonReading.Parse(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("{\"#\":1}")]
    [InlineData("{\"a\":\"#\"}")]
    public void Parse_BadUtf8_IsAFormatFault(string json) =>
        Assert.Throws<ArtifactFormatException>(() => JsonReading.Parse(Spoil(Encoding.UTF8.GetBytes(json))));

    [Theory]
    [InlineData("app")]
    [InlineData("component")]
    [InlineData("metadata")]
    public async Task RunAsync_HalfASurrogatePairInTheApp_IsAFinding(string place)
    {
        var sketch = ArtifactSketch.Of(ArtifactForm.Spin1);
        var parent = place switch
        {
            "app" => sketch.App,
            "component" => sketch.Component(0),
            _ => sketch.Metadata,
        };
        parent["#name#"] = "x";
        sketch.ReplaceInConfig("#name#", Escape);

        var report = await AuditedBindle.AuditAsync(AuditedBindle.Petstore, sketch.Write());

        Assert.Contains(AuditFindings.AppUnreadable, report.Findings.Select(finding => finding.Kind));
    }

    [Theory]
    [InlineData(Escape)]
    [InlineData("#")]
    public async Task RunAsync_SpoiltNameInTheManifest_IsAFinding(string name)
    {
        var target = ArtifactSketch.Of(ArtifactForm.Spin1).Write();
        var manifest = await ReadTaggedAsync(target);
        var spoilt = Spoil(Encoding.UTF8.GetBytes($"{{\"{name}\":1,{manifest[1..]}"));
        target.Tag(target.Put(MediaTypes.ImageManifest, spoilt), "tag");

        var report = await AuditedBindle.AuditAsync(AuditedBindle.Petstore, target);

        Assert.Contains(AuditFindings.ManifestUnreadable, report.Findings.Select(finding => finding.Kind));
        Assert.Equal(AuditVerdict.Differs, report.Verdict);
    }

    // No writer of JSON makes such bytes.
    private static byte[] Spoil(byte[] json)
    {
        var at = Array.IndexOf(json, (byte)'#');
        if (at >= 0)
        {
            json[at] = 0xFF;
        }

        return json;
    }

    private static async Task<string> ReadTaggedAsync(LooseTarget target)
    {
        var descriptor = await target.ResolveOrNullAsync("tag", CancellationToken.None);
        await using var stream = await target.OpenAsync(descriptor!, CancellationToken.None);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
