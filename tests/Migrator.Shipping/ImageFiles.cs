using System.Text;

namespace Migrator.Shipping;

/// <summary>The files of the image.</summary>
internal static class ImageFiles
{
    /// <summary>The user that the image runs as; the number that images without a distribution have for it.</summary>
    public const int UserId = 65532;

    public const string Home = "/home/bindle2oci";
    public const string Certificates = "/etc/ssl/certs/ca-certificates.crt";

    private const UnixFileMode Shared = StableTar.Executable | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite
        | UnixFileMode.StickyBit;

    // Opened by name at run time, so that no header of the binary names them: TLS and hashes.
    private static readonly string[] Opened = ["libssl.so.3", "libcrypto.so.3"];

    /// <summary>All of them as a tar file.</summary>
    public static byte[] Pack(NativeBinary binary)
    {
        using var output = new MemoryStream();
        using (var tar = new StableTar(output))
        {
            // Jobs write below the home, whatever user the container is given.
            tar.Folder("tmp/", Shared);
            tar.Folder("home/", StableTar.Executable);
            tar.Folder(Home[1..] + "/", Shared);
            tar.File("etc/passwd", StableTar.Data, Text($"bindle2oci:x:{UserId}:{UserId}::{Home}:/bindle2oci\n"));
            tar.File("etc/group", StableTar.Data, Text($"bindle2oci:x:{UserId}:\n"));
            foreach (var (name, path) in Sources(binary).OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                using var content = File.OpenRead(path);
                var isProgram = path == binary.Program || name.Contains("ld-linux", StringComparison.Ordinal);
                tar.File(name, isProgram ? StableTar.Executable : StableTar.Data, content);
            }
        }

        return output.ToArray();
    }

    private static List<(string Name, string Path)> Sources(NativeBinary binary)
    {
        var opened = Opened.Select(SharedLibraries.Find).ToList();
        var libraries = opened.Concat(SharedLibraries.NeededBy([.. binary.Files, .. opened])).Distinct();
        return
        [
            .. binary.Files.Select(path => (Path.GetFileName(path), path)),
            .. libraries.Select(path => (path[1..], path)),
            (Certificates[1..], Certificates),
        ];
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
