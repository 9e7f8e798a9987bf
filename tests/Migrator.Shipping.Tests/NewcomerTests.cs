using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography;
using Migrator.Bindle.Sources;
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

    // What the packages were built from; a program says it with --version, so that it is part of its bytes.
    private static string Commit => typeof(BindleSources).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[1];

    [NativeFact]
    public async Task FirstPages_EveryCommand_GoesAsTheySay()
    {
        await using var registry = await RegistryProcess.StartAsync();
        var checkout = await CheckoutAsync();
        var run = new PageRun(checkout, _temp) { Limit = TimeSpan.FromMinutes(20) };
        run.AllowPlainHttp(registry.Host);
        run.Replace("registry.example.com", registry.Host);

        // tests/run is what runs this.
        var readme = Page.Of("README.md").Blocks.Where(block => block.Text != "tests/run\n");

        Assert.Equal("", await run.RunAsync([.. readme, .. Page.Of("docs/install.md").Blocks.Select(BelowReadme)]));
        AssertSameAssembly(Path.Combine(checkout, "artifacts", "packages", $"bindle2oci.{NativeBinary.Version}.nupkg"));
        Assert.Equal("", await RehearseAsync(checkout));
    }

    public void Dispose() => _temp.Dispose();

    // Blocks are told apart by their lines.
    private static PageBlock BelowReadme(PageBlock block) => block with { Line = 1000 + block.Line };

    // In two terminals, as the page says, with the program that the first page made.
    private async Task<string> RehearseAsync(string checkout)
    {
        var blocks = Page.Of("docs/deploying.md").BlocksBelow("## A rehearsal in five minutes");
        var run = new PageRun(checkout, _temp)
        {
            Programs = Path.Combine(checkout, "artifacts", "bindle2oci"),
            Limit = TimeSpan.FromMinutes(5),
        };
        run.Replace("5310", FreePort().ToString(CultureInfo.InvariantCulture));
        await using var cloud = run.Open(blocks[0], ready: "Ctrl-C stops it.");
        await cloud.WaitUntilReadyAsync(TimeSpan.FromMinutes(10));
        return await run.RunAsync([.. blocks.Skip(1).Select(block => block with { Line = 2000 + block.Line })]);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

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

    // A clone at the same commit, with what is not committed yet, in another folder.
    private async Task<string> CheckoutAsync()
    {
        var folder = _temp.Combine("checkout");
        var clone = await Tool.RunAsync(
            "bash",
            "-c",
            $"git clone -q '{RepositoryRoot.Path}' '{folder}' && git -C '{folder}' checkout -q --detach {Commit}"
                + $" && cd '{RepositoryRoot.Path}'"
                + " && git ls-files -z --cached --others --exclude-standard --deduplicate"
                + $" | tar --create --null --files-from=- --ignore-failed-read | tar --extract -C '{folder}'");
        Assert.True(clone.ExitCode == 0, clone.Error);
        return folder;
    }
}
