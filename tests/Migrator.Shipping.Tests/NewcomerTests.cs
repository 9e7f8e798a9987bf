using System.IO.Compression;
using System.Security.Cryptography;
using Migrator.Testing;
using Migrator.Testing.Pages;
using Migrator.Testing.Registries;

namespace Migrator.Shipping.Tests;

/// <summary>
/// Someone who has the SDK, an empty home and a checkout goes through the first pages: what they show, they get.
/// </summary>
[Collection(PackageTestGroup.Name)]
public sealed class NewcomerTests(PackedLibraries packages) : IDisposable
{
    private readonly TempFolder _temp = new();

    [NativeFact]
    public async Task FirstPages_EveryCommand_GoesAsTheySay()
    {
        await using var registry = await RegistryProcess.StartAsync();
        var checkout = _temp.Combine("checkout");
        await Checkout.CloneAsync(checkout);
        var run = new PageRun(checkout, _temp) { Limit = TimeSpan.FromMinutes(20) };
        run.AllowPlainHttp(registry.Host);
        run.Replace("registry.example.com", registry.Host);

        // tests/run is what runs this.
        var readme = Page.Of("README.md").Blocks.Where(block => block.Text != "tests/run\n");

        Assert.Equal("", await run.RunAsync([.. readme, .. Page.Of("docs/install.md").Blocks.Select(BelowReadme)]));
        AssertSameAssembly(Path.Combine(checkout, "artifacts", "packages", $"bindle2oci.{NativeBinary.Version}.nupkg"));
    }

    public void Dispose() => _temp.Dispose();

    // Blocks are told apart by their lines.
    private static PageBlock BelowReadme(PageBlock block) => block with { Line = 1000 + block.Line };

    // Built in another folder, with another home, from the same sources: the same bytes.
    private void AssertSameAssembly(string package)
    {
        var ours = AssembliesOf(packages.PathOf("bindle2oci"));
        var theirs = AssembliesOf(package);
        Assert.Equal(6, ours.Count(assembly => assembly.StartsWith("bindle2oci ", StringComparison.Ordinal)
            || assembly.StartsWith("Migrator.", StringComparison.Ordinal)));
        Assert.Equal(ours, theirs);
    }

    private static List<string> AssembliesOf(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        return
        [
            .. zip.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal))
                .Select(entry => $"{Path.GetFileNameWithoutExtension(entry.Name)} {HashOf(entry)}")
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string HashOf(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
