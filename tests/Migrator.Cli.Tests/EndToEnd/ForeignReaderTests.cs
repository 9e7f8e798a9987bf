using System.Text;
using System.Text.Json.Nodes;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>Other people's tools read what <c>migrate</c> writes, every profile of it.</summary>
public sealed class ForeignReaderTests(RegistryFixture registry) : IClassFixture<RegistryFixture>, IDisposable
{
    private const string Label = "com.fermyon.spin.lockedAppDigest";
    private const string RefName = "org.opencontainers.image.ref.name";
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");
    private static readonly string[] Profiles = ["universal", "spin2", "spin1", "bindle"];

    // Archive layers, a Redis trigger, Wagi, names that are not ASCII, a base, an early bindle.
    private static readonly string[] GoldenApps =
    [
        "made/files-500", "made/redis-plain", "made/wagi-custom", "made/name-unicode", "made/base-api",
        "early/v0.2.0/made/config-slots",
    ];

    private readonly TempFolder _temp = new();

    public static TheoryData<string, string> PetstoreForms
    {
        get
        {
            var forms = new TheoryData<string, string>();
            foreach (var profile in Profiles)
            {
                forms.Add(profile, "oci:{0}/layout");
                forms.Add(profile, "oci-archive:{0}/app.tar");
            }

            return forms;
        }
    }

    public static TheoryData<string> Golden => [.. GoldenApps];

    [Theory]
    [MemberData(nameof(PetstoreForms))]
    public async Task Skopeo_Petstore_ReadsCopiesAndKeepsEveryByte(string profile, string form)
    {
        var (place, digest) = await MigrateAsync(Petstore, profile, form);

        await AssertSkopeoReadsAsync(place, digest);
        await AssertCopiesAsync(place, digest, $"petstore-{profile}");
    }

    [SharedTheory]
    [MemberData(nameof(Golden))]
    public async Task SkopeoAndUmoci_GoldenBindle_ReadEveryProfile(string app)
    {
        var bindle = SharedData.Combine("golden", "spin", app, "bindle");
        foreach (var profile in Profiles)
        {
            var (place, digest) = await MigrateAsync(bindle, profile, "oci:{0}/layout");
            await AssertSkopeoReadsAsync(place, digest);
            await AssertCopiesAsync(place, digest, $"{Path.GetFileName(app)}-{profile}");
            if (profile is "universal" or "spin2")
            {
                await AssertIsAnImageAsync(place, digest);
            }
        }

        Assert.Equal("universal\nspin2\nspin1\nbindle\n", await RunAsync("umoci", "ls", "--layout", Layout));
        AssertIndexNamesImagesOnly(["universal", "spin2", "spin1", "bindle"]);
    }

    [Theory]
    [InlineData("universal", "oci:{0}/layout")]
    [InlineData("universal", "oci-archive:{0}/app.tar")]
    [InlineData("spin2", "oci:{0}/layout")]
    [InlineData("spin2", "oci-archive:{0}/app.tar")]
    public async Task Skopeo_PlainInspect_ReadsAnImageForWasm(string profile, string form)
    {
        var (place, digest) = await MigrateAsync(Petstore, profile, form);

        await AssertIsAnImageAsync(place, digest);
    }

    [Fact]
    public async Task Umoci_List_PrintsTheTagOfEveryProfileAndNoReferrer()
    {
        foreach (var profile in Profiles)
        {
            await MigrateAsync(Petstore, profile, "oci:{0}/layout");
        }

        Assert.Equal("universal\nspin2\nspin1\nbindle\n", await RunAsync("umoci", "ls", "--layout", Layout));
        AssertIndexNamesImagesOnly(["universal", "spin2", "spin1", "bindle"]);
    }

    [Theory]
    [InlineData("universal", true)]
    [InlineData("spin2", true)]
    [InlineData("spin1", true)]
    [InlineData("bindle", false)]
    public async Task Index_OfAnyProfile_NamesTheImageAndNotTheReferrer(string profile, bool hasReferrer)
    {
        await MigrateAsync(Petstore, profile, "oci:{0}/layout");

        AssertIndexNamesImagesOnly([profile]);
        Assert.Equal(hasReferrer ? 2 : 1, Index().Count);
    }

    public void Dispose() => _temp.Dispose();

    private string Layout => _temp.Combine("layout");

    private async Task<(string Place, string Digest)> MigrateAsync(string bindle, string profile, string form)
    {
        var place = $"{form.Replace("{0}", _temp.Path, StringComparison.Ordinal)}:{profile}";
        var run = await CliRun.OfAsync("migrate", bindle, place, "--profile", profile);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        return (place, run.Output.Trim());
    }

    private static async Task AssertSkopeoReadsAsync(string place, string digest)
    {
        var raw = await RunAsync("skopeo", "inspect", "--raw", place);
        Assert.Equal(digest, Digest.Of(Encoding.UTF8.GetBytes(raw)).ToString());
    }

    // A registry of another project takes the manifest with all of its blobs, and gives back the same bytes.
    private async Task AssertCopiesAsync(string place, string digest, string repository)
    {
        var there = $"docker://{registry.Host}/{repository}:1";
        await RunAsync("skopeo", "copy", "--dest-tls-verify=false", place, there);

        var here = await RunAsync("skopeo", "inspect", "--raw", place);
        var back = await RunAsync("skopeo", "inspect", "--raw", "--tls-verify=false", there);

        Assert.Equal(here, back);
        Assert.Equal(digest, Digest.Of(Encoding.UTF8.GetBytes(back)).ToString());
    }

    private static async Task AssertIsAnImageAsync(string place, string digest)
    {
        var image = JsonNode.Parse(await RunAsync("skopeo", "inspect", place))!;
        var layers = image["Layers"]!.AsArray();

        Assert.Equal(digest, (string)image["Digest"]!);
        Assert.Equal("wasm", (string)image["Architecture"]!);
        Assert.Equal("wasip1", (string)image["Os"]!);
        Assert.Equal((string)layers[^1]!, (string)image["Labels"]![Label]!);
    }

    private JsonArray Index() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Layout, "index.json")))!["manifests"]!.AsArray();

    private void AssertIndexNamesImagesOnly(string[] tags)
    {
        var entries = Index().Select(entry => (
            Name: (string?)entry!["annotations"]?[RefName], IsReferrer: Manifest(entry)["subject"] is not null)).ToList();

        Assert.Equal(tags, entries.Where(entry => !entry.IsReferrer).Select(entry => entry.Name));
        Assert.All(entries.Where(entry => entry.IsReferrer), entry => Assert.Null(entry.Name));
    }

    private JsonNode Manifest(JsonNode entry)
    {
        var hex = ((string)entry["digest"]!)["sha256:".Length..];
        return JsonNode.Parse(File.ReadAllText(Path.Combine(Layout, "blobs", "sha256", hex)))!;
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await Tool.RunAsync(program, arguments);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }
}
