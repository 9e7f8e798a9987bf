using System.Security.Cryptography;
using Migrator.Testing;

namespace Migrator.Shipping.Tests;

/// <summary>
/// A newcomer with an empty home restores the packages from a folder, and the code of their READMEs compiles, without a
/// warning, and does what it says.
/// </summary>
[Collection(PackageTestGroup.Name)]
public sealed class ConsumerTests(PackedLibraries packages)
{
    private static readonly string Petstore = RepositoryRoot.Combine("testdata", "petstore");

    private static readonly string Digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(
        File.ReadAllBytes(RepositoryRoot.Combine("testdata", "expected", "petstore", "universal.manifest.json"))));

    [Fact]
    public async Task Readmes_Code_CompilesAndMigratesABindle()
    {
        var program = ReadmeProgram.Write(packages.Consumer, "managed");
        await packages.Newcomer.SucceedAsync(
            "build", program.Project, "-c", "Release", "-o", program.Output, "--nologo");

        await AssertDoesWhatReadmesSayAsync("dotnet", Path.Combine(program.Output, ReadmeProgram.Name + ".dll"));
    }

    [NativeFact]
    public async Task Readmes_Code_CompilesAheadOfTimeWithoutAWarning()
    {
        var program = ReadmeProgram.Write(packages.Consumer, "native");
        await packages.Newcomer.SucceedAsync(
            "publish", program.Project, "-c", "Release", "-o", program.Output, "--nologo", "--use-current-runtime",
            "-p:PublishAot=true", $"-p:RestoreFallbackFolders={NativeFactAttribute.PackageCache}");

        await AssertDoesWhatReadmesSayAsync(Path.Combine(program.Output, ReadmeProgram.Name));
    }

    [Fact]
    public async Task Tool_FromItsPackage_RunsAndMigrates()
    {
        var place = Path.Combine(packages.Consumer, "tools");
        await packages.Newcomer.SucceedAsync(
            "tool", "install", "bindle2oci", "--version", NativeBinary.Version, "--tool-path", place);
        var tool = Path.Combine(place, "bindle2oci");

        var version = await packages.Newcomer.RunProgramAsync(tool, "--version");
        var migrate = await packages.Newcomer.RunProgramAsync(tool, "migrate", Petstore, "oci:by-tool");

        Assert.StartsWith(NativeBinary.Version + " (commit ", version.Output, StringComparison.Ordinal);
        Assert.True(migrate.ExitCode == 0, migrate.Error);
        Assert.Equal(Digest + "\n", migrate.Output);
    }

    private async Task AssertDoesWhatReadmesSayAsync(string program, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("bindle2oci-").FullName;
        try
        {
            await Tool.RunAsync("cp", "-r", Petstore, Path.Combine(folder, "shop"));
            var run = await new Dotnet(folder, new Dictionary<string, string>(StringComparer.Ordinal))
                .RunProgramAsync(program, arguments);

            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Contains("petstore/1.2.0+q0a1b2c3: 6 parcels, sound\n", run.Output, StringComparison.Ordinal);
            Assert.Contains($"{Digest}, ", run.Output, StringComparison.Ordinal);
            Assert.Contains(
                $"Done: petstore/1.2.0+q0a1b2c3 is 1.2.0_q0a1b2c3, {Digest}\n", run.Output, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(folder, "greetings", "index.json")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
