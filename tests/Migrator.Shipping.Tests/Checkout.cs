using System.Reflection;
using Migrator.Bindle.Sources;
using Migrator.Testing;

namespace Migrator.Shipping.Tests;

/// <summary>What a newcomer has who fetches the sources: a folder of its own, nothing built in it.</summary>
internal static class Checkout
{
    // What the packages were built from; a program says it with --version, so that it is part of its bytes.
    private static string Commit => typeof(BindleSources).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[1];

    /// <summary>Clones the commit that the tests were built from, with what is not committed yet.</summary>
    public static async Task CloneAsync(string folder)
    {
        var clone = await Tool.RunAsync(
            "bash",
            "-c",
            $"git clone -q '{RepositoryRoot.Path}' '{folder}' && git -C '{folder}' checkout -q --detach {Commit}"
                + $" && cd '{RepositoryRoot.Path}'"
                + " && git ls-files -z --cached --others --exclude-standard --deduplicate"
                + $" | tar --create --null --files-from=- --ignore-failed-read | tar --extract -C '{folder}'");
        Assert.True(clone.ExitCode == 0, clone.Error);
    }
}
