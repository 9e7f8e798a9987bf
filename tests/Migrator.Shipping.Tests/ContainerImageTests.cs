using System.Text.Json;
using Migrator.Testing;

namespace Migrator.Shipping.Tests;

/// <summary>The image that our own library wrote, read and unpacked by others, and run.</summary>
public sealed class ContainerImageTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [NativeFact]
    public async Task Image_ReadBySkopeo_HasOneLayerAndAUserThatIsNotRoot()
    {
        await ContainerImage.WriteAsync(NativeFactAttribute.Native, $"oci:{Layout}:0.9.0", CancellationToken.None);

        var run = await Tool.RunAsync("skopeo", "inspect", "--config", $"oci:{Layout}:0.9.0");

        Assert.True(run.ExitCode == 0, run.Error);
        var image = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("linux", image.GetProperty("os").GetString());
        Assert.Equal("65532:65532", image.GetProperty("config").GetProperty("User").GetString());
        Assert.Equal("/bindle2oci", image.GetProperty("config").GetProperty("Entrypoint")[0].GetString());
        Assert.Equal(1, image.GetProperty("rootfs").GetProperty("diff_ids").GetArrayLength());
    }

    // Whoever is not root cannot change its own root folder; there the image is only looked at.
    [NativeFact]
    public async Task Image_UnpackedByUmoci_RunsAsItsUserWithNothingElse()
    {
        await ContainerImage.WriteAsync(NativeFactAttribute.Native, $"oci:{Layout}:0.9.0", CancellationToken.None);
        string[] rootless = Environment.IsPrivilegedProcess ? [] : ["--rootless"];
        var unpacked = await Tool.RunAsync(
            "umoci", ["unpack", .. rootless, "--image", $"{Layout}:0.9.0", _temp.Combine("bundle")]);
        Assert.True(unpacked.ExitCode == 0, unpacked.Error);
        var root = _temp.Combine("bundle", "rootfs");
        Assert.True(File.Exists(Path.Combine(root, "bindle2oci")));
        Assert.False(File.Exists(Path.Combine(root, "bin", "sh")));
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        var home = Path.Combine(root, "home", "bindle2oci");
        await Tool.RunAsync("cp", "-r", RepositoryRoot.Combine("testdata", "petstore"), Path.Combine(home, "shop"));
        var run = await Tool.RunAsync(
            "env", "-i", "HOME=/home/bindle2oci", "PATH=/", "/usr/sbin/chroot", "--userspec=65532:65532", root,
            "/bindle2oci", "migrate", "/home/bindle2oci/shop", "oci:/home/bindle2oci/apps");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Matches("^sha256:[0-9a-f]{64}\n$", run.Output);
    }

    public void Dispose() => _temp.Dispose();

    private string Layout => _temp.Combine("image");
}
