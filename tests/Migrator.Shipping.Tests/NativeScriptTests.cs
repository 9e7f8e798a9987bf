using System.Runtime.Versioning;
using Migrator.Testing;

namespace Migrator.Shipping.Tests;

/// <summary><c>.ci/native</c> where what links the binary is missing: it says so, and begins nothing.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class NativeScriptTests : IDisposable
{
    private readonly TempFolder _temp = new();

    [Theory]
    [InlineData("linux-arm64", new[] { "x86_64" }, "clang is missing, and links the binary for linux-arm64")]
    [InlineData("linux-arm64", new[] { "x86_64", "clang" }, "install gcc-aarch64-linux-gnu.")]
    [InlineData(
        "linux-arm64", new[] { "x86_64", "clang", "aarch64-linux-gnu-gcc" }, "install libc6-dev-arm64-cross.")]
    [InlineData("linux-x64", new[] { "aarch64", "clang" }, "install gcc-x86-64-linux-gnu.")]
    [InlineData("linux-x64", new[] { "x86_64" }, "gcc is missing, and links the binary for linux-x64; install gcc.")]
    [InlineData("osx-arm64", new[] { "aarch64", "clang" }, "can only be made on such a machine.")]
    [InlineData("plan9-mips", new[] { "x86_64", "clang" }, "linux-x64 and linux-arm64 are")]
    public async Task Native_WithoutAToolchain_SaysWhatToInstall(string rid, string[] machine, string says)
    {
        foreach (var tool in (string[])["bash", "dirname"])
        {
            File.CreateSymbolicLink(_temp.Combine(tool), Path.Combine("/usr/bin", tool));
        }

        Program("uname", $"[ \"$1\" = -m ] && echo {machine[0]} || echo Linux");
        foreach (var tool in machine.Skip(1))
        {
            Program(tool, "echo crti.o"); // what a compiler says of a file that it does not find
        }

        var run = await Tool.RunAsync(
            "env", $"PATH={_temp.Path}", "bash", RepositoryRoot.Combine(".ci", "native"), rid, _temp.Combine("out"));

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(".ci/native: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    public void Dispose() => _temp.Dispose();

    private void Program(string name, string script)
    {
        var path = _temp.Combine(name);
        File.WriteAllText(path, $"#!{_temp.Combine("bash")}\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
