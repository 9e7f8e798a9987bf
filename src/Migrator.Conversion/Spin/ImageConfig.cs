using System.Text;
using Migrator.Oci.Model;

namespace Migrator.Conversion.Spin;

/// <summary>
/// The OCI image config that makes an application an image for every other tool (spec/spin-oci.md 4.6, 4.8).
/// </summary>
internal static class ImageConfig
{
    private const string Platform = "\"architecture\":\"wasm\",\"os\":\"wasip1\"";
    private const string RootFs = "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}";

    /// <summary>The config of Spin 2.4 and later.</summary>
    /// <param name="application">The digest of the application layer.</param>
    public static byte[] Spin2(Digest application) =>
        Encoding.UTF8.GetBytes($"{{{Platform},{Label(application)},{RootFs}}}");

    /// <summary>A config that is the locked app at once: its object, with the image's keys behind its own.</summary>
    /// <param name="lockedApp">The bytes of the application layer.</param>
    /// <param name="application">Their digest.</param>
    /// <remarks>
    /// No key of the one occurs in the other. Spin has no <c>history</c>; with it strict readers take the config too.
    /// </remarks>
    public static byte[] Universal(ReadOnlySpan<byte> lockedApp, Digest application) =>
    [
        .. lockedApp[..^1],
        .. Encoding.UTF8.GetBytes($",{Platform},{Label(application)},{RootFs},\"history\":[]}}"),
    ];

    private static string Label(Digest application) =>
        $"\"config\":{{\"Labels\":{{\"com.fermyon.spin.lockedAppDigest\":\"{application}\"}}}}";
}
