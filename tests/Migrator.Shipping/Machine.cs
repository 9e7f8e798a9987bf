using System.Runtime.InteropServices;

namespace Migrator.Shipping;

/// <summary>A kind of processor, by the names that others have for it.</summary>
/// <param name="Oci">GOARCH, which OCI images use.</param>
/// <param name="Spin">The name in manifests of Spin's plugins.</param>
internal sealed record Machine(string Oci, string Spin)
{
    public static readonly Machine X64 = new("amd64", "amd64");
    public static readonly Machine Arm64 = new("arm64", "aarch64");

    /// <summary>That of this machine; null for one that no binary is made for.</summary>
    public static Machine? OfThisOne => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => X64,
        Architecture.Arm64 => Arm64,
        _ => null,
    };
}
