using Migrator.Testing;

namespace Migrator.Shipping.Tests;

/// <summary>A test of a native binary, or by its toolchain; runs where <c>BINDLE2OCI_BINARY</c> names one.</summary>
public sealed class NativeFactAttribute : FactAttribute
{
    /// <summary>Decides.</summary>
    public NativeFactAttribute()
    {
        if (Binary is null)
        {
            Skip = $"no {Variable}: .ci/native makes a binary";
        }
    }

    /// <summary>What <c>.ci/native</c> made.</summary>
    internal static NativeBinary Native => NativeBinary.In(Path.GetDirectoryName(Binary)!);

    /// <summary>Where this machine keeps restored packages: compilers are large, and are not fetched twice.</summary>
    internal static string PackageCache => Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private const string Variable = "BINDLE2OCI_BINARY";

    private static string? Binary => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path
        ? Path.GetFullPath(path, RepositoryRoot.Path)
        : null;
}
