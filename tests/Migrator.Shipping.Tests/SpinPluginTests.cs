using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Migrator.Testing;

namespace Migrator.Shipping.Tests;

/// <summary>
/// The plugin is what Spin's plugin system takes. The rules of the manifest are those of
/// json-schema/spin-plugin-manifest-schema-0.1.json in fermyon/spin-plugins; what is done to install it is what
/// crates/plugins of fermyon/spin does for <c>spin plugins install --file</c>.
/// </summary>
public sealed partial class SpinPluginTests : IDisposable
{
    private const string Comparator = @"[><~^*]?=?v?(0|[1-9]\d*)(\.(0|[1-9]\d*)){0,2}";

    private static readonly string[] Required =
        ["name", "description", "version", "spinCompatibility", "license", "packages"];

    private static readonly string[] Members = [.. Required, "homepage"];
    private static readonly string[] PackageMembers = ["os", "arch", "url", "sha256"];
    private readonly TempFolder _temp = new();

    [NativeFact]
    public void Manifest_Members_AreThoseOfTheSchema()
    {
        var manifest = Manifest();
        var names = manifest.EnumerateObject().Select(member => member.Name).ToList();

        Assert.Empty(Required.Except(names, StringComparer.Ordinal));
        Assert.Empty(names.Except(Members, StringComparer.Ordinal));
        foreach (var name in names.Where(name => name != "packages"))
        {
            Assert.Equal(JsonValueKind.String, manifest.GetProperty(name).ValueKind);
        }

        Assert.Matches(VersionRange(), manifest.GetProperty("spinCompatibility").GetString());
        Assert.Equal("bindle2oci", manifest.GetProperty("name").GetString());
        Assert.Equal("0.9.0", manifest.GetProperty("version").GetString());
    }

    [NativeFact]
    public void Manifest_Packages_AreThoseOfTheSchema()
    {
        var packages = Manifest().GetProperty("packages").EnumerateArray().ToList();

        Assert.NotEmpty(packages);
        foreach (var package in packages)
        {
            Assert.Equal(
                PackageMembers.Order(StringComparer.Ordinal),
                package.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
            Assert.Contains(package.GetProperty("os").GetString(), new[] { "linux", "macos", "windows" });
            Assert.Contains(package.GetProperty("arch").GetString(), new[] { "amd64", "aarch64" });
            Assert.True(Uri.IsWellFormedUriString(package.GetProperty("url").GetString(), UriKind.Absolute));
            Assert.Matches("^[0-9a-f]{64}$", package.GetProperty("sha256").GetString());
        }
    }

    [NativeFact]
    public async Task Install_FromTheFile_LeavesAProgramNamedLikeThePlugin()
    {
        var package = Manifest().GetProperty("packages")[0];
        var archive = new Uri(package.GetProperty("url").GetString()!).LocalPath;
        Assert.Equal(
            package.GetProperty("sha256").GetString(),
            Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(archive))));

        var plugin = Directory.CreateDirectory(_temp.Combine("spin", "plugins", "bindle2oci")).FullName;
        var unpacked = await Tool.RunAsync("tar", "-xzpf", archive, "-C", plugin);
        Assert.True(unpacked.ExitCode == 0, unpacked.Error);
        var run = await Tool.RunAsync(
            Path.Combine(plugin, "bindle2oci"), "inspect", RepositoryRoot.Combine("testdata", "petstore"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("petstore/1.2.0+q0a1b2c3", run.Output, StringComparison.Ordinal);
    }

    [NativeFact]
    public void Write_ForARelease_PointsToItsFolder()
    {
        var package = Manifest("https://example.com/releases/v0.9.0/").GetProperty("packages")[0];

        Assert.Matches(
            @"^https://example\.com/releases/v0\.9\.0/bindle2oci-0\.9\.0-linux-(amd64|aarch64)\.tar\.gz$",
            package.GetProperty("url").GetString());
    }

    [NativeFact]
    public void Write_Twice_GivesTheSameArchive() => Assert.Equal(
        Manifest().GetProperty("packages")[0].GetProperty("sha256").GetString(),
        Manifest().GetProperty("packages")[0].GetProperty("sha256").GetString());

    public void Dispose() => _temp.Dispose();

    private JsonElement Manifest(string? url = null)
    {
        var folder = _temp.Combine("plugin");
        SpinPlugin.Write(NativeFactAttribute.Native, folder, url is null ? null : new Uri(url));
        return JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "bindle2oci.json"))).RootElement;
    }

    // One or more comparators, parted by commas; numbers without leading zeros.
    [GeneratedRegex($"^{Comparator}(, *{Comparator})*$")]
    private static partial Regex VersionRange();
}
