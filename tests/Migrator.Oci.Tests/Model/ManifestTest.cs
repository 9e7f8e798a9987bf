using System.Text;
using CsCheck;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Oci.Tests.Model;

public sealed class ManifestTest
{
    private const string Zeros = "sha256:0000000000000000000000000000000000000000000000000000000000000000";
    private const string Blob = $$"""{"digest":"{{Zeros}}","mediaType":"m","size":1}""";
    private const string Plain = $$"""{"config":{{Blob}},"layers":[{{Blob}},{{Blob}}],"schemaVersion":2}""";
    private const string Full = $$$"""
        {"annotations":{"B":"\"\\\n","a":"é"},"artifactType":"t","config":{"annotations":{"k":"v"},"artifactType":"u",
        "digest":"{{{Zeros}}}","mediaType":"m","size":9223372036854775807},"layers":[],"mediaType":"n",
        "schemaVersion":2,"subject":{{{Blob}}}}
        """;

    public static TheoryData<string, string> BadManifests { get; } = new()
    {
        { "", "no JSON" },
        { "[]", "expected an object, got an array" },
        { "{}", "schemaVersion: is missing" },
        { """{"schemaVersion":1}""", "expected 2, got 1" },
        { """{"schemaVersion":"2"}""", "expected a number, got a text" },
        { """{"schemaVersion":2}""", "config: is missing" },
        { """{"schemaVersion":2,"schemaVersion":2}""", "no JSON that is read" },
        { """{"schemaVersion":2,"manifests":[]}""", "an image index" },
        { Plain.Replace("\"size\":1", "\"size\":-1", StringComparison.Ordinal), "negative" },
        { Plain.Replace("\"size\":1", "\"size\":1.5", StringComparison.Ordinal), "whole number" },
        { Plain.Replace("\"size\":1", "\"size\":9223372036854775808", StringComparison.Ordinal), "whole number" },
        { Plain.Replace("sha256", "sha512", StringComparison.Ordinal), "expected sha256:" },
        { Plain.Replace($"[{Blob}", "[1", StringComparison.Ordinal), "layers[0]: expected an object, got a number" },
        { $$"""{"config":{{Blob}},"schemaVersion":2}""", "layers: is missing" },
        { """{"schemaVersion":2,"mediaType":"\ud800"}""", "no valid Unicode" },
        { """{"\ud800":2,"\ud800":2}""", "no" },
        { new string('[', 100), "no JSON" },
    };

    [Fact]
    public void ToBytes_PlainManifest_HasSpinsMembersInSpinsOrder() =>
        Assert.Equal(Plain, Encoding.UTF8.GetString(Parse(Plain).ToBytes()));

    [Fact]
    public void ToBytes_EveryMemberSet_IsCanonicalAndReadsBack() =>
        Assert.Equal(Full.ReplaceLineEndings(""), Encoding.UTF8.GetString(Parse(Full).ToBytes()));

    [Theory]
    [MemberData(nameof(BadManifests))]
    public void Parse_BadInput_NamesTheFault(string json, string fault) => Assert.Contains(
        fault,
        Assert.Throws<ManifestFormatException>(() => Parse(json)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"#\":1,")]
    [InlineData("{\"other\":\"#\",")]
    public void Parse_BadUtf8WhereNobodyLooks_IsAFormatFault(string start)
    {
        var json = Encoding.UTF8.GetBytes(start + Plain[1..]);
        json[Array.IndexOf(json, (byte)'#')] = 0xFF;
        Assert.Contains(
            "not UTF-8",
            Assert.Throws<ManifestFormatException>(() => Manifest.Parse(json)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_BadUtf8InAMemberName_IsAFormatFault()
    {
        var json = Encoding.UTF8.GetBytes(Plain.Replace("schemaVersion", "schemaVersio#", StringComparison.Ordinal));
        json[Array.IndexOf(json, (byte)'#')] = 0xFF;
        Assert.Throws<ManifestFormatException>(() => Manifest.Parse(json));
    }

    [Fact]
    public void Parse_OneByteMoreThanTheCap_IsRefused() => Assert.Contains(
        "4194304",
        Assert.Throws<ManifestFormatException>(() => Parse(Plain.PadRight(Manifest.MaxBytes + 1))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Parse_NullLayers_AreNone() =>
        Assert.Empty(Parse($$"""{"config":{{Blob}},"layers":null,"schemaVersion":2}""").Layers);

    [Fact]
    public void Parse_DamagedBytes_GivesAManifestOrAFormatFault()
    {
        string[] texts = [Plain, Full, """{"manifests":[],"schemaVersion":2}"""];
        var seeds = texts.Select(Encoding.UTF8.GetBytes).ToArray();
        var edits = Gen.Select(Gen.Int[0, 400], Gen.Byte, Gen.Int[0, 2]).List[1, 6];
        Gen.Select(Gen.Int[0, 2].Select(at => seeds[at]), edits).Sample((seed, list) =>
        {
            var bytes = list.Aggregate(seed, Damage);
            return IsFormatFaultOrFine(() => Manifest.Parse(bytes))
                && IsFormatFaultOrFine(() => ImageIndex.Parse(bytes));
        });
    }

    [Fact]
    public void Parse_AnyBytes_GivesAManifestOrAFormatFault() => Gen.Byte.Array[0, 64].Sample(bytes =>
        IsFormatFaultOrFine(() => Manifest.Parse(bytes)) && IsFormatFaultOrFine(() => ImageIndex.Parse(bytes)));

    [SharedFact]
    public void ToBytes_EveryManifestThatSpin1Pushed_GivesSpinsBytes()
    {
        var manifests = Directory.GetFiles(
            SharedData.Combine("golden", "spin"), "spin1*.manifest.json", SearchOption.AllDirectories);
        Assert.NotEmpty(manifests);
        Assert.All(manifests, path =>
        {
            var bytes = File.ReadAllBytes(path);
            Assert.Equal(bytes, Manifest.Parse(bytes).ToBytes());
        });
    }

    private static Manifest Parse(string json) => Manifest.Parse(Encoding.UTF8.GetBytes(json));

    private static byte[] Damage(byte[] bytes, (int At, byte Value, int Kind) edit)
    {
        var at = Math.Min(edit.At, bytes.Length - 1);
        return edit.Kind switch
        {
            _ when at < 0 => bytes,
            0 => [.. bytes[..at], edit.Value, .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], edit.Value, .. bytes[at..]],
            _ => [.. bytes[..at], .. bytes[(at + 1)..]],
        };
    }

    private static bool IsFormatFaultOrFine(Action parse)
    {
        try
        {
            parse();
        }
        catch (ManifestFormatException)
        {
            return true;
        }

        return true;
    }
}
