using Migrator.Oci.Json;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Files;

namespace Migrator.Oci.Targets.Layout;

/// <summary>
/// Where things are in an image layout (OCI image spec, image-layout.md), and whether a folder is one.
/// </summary>
internal sealed class LayoutFolder(string path)
{
    private const string StagingName = ".oci-staging";
    private const string Version = "1.0.0";

    /// <summary>The full path of the folder.</summary>
    public string Path { get; } = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    /// <summary>What the folder is, for messages.</summary>
    public string Description => $"oci:{Path}";

    public string Marker => System.IO.Path.Combine(Path, "oci-layout");

    public string Index => System.IO.Path.Combine(Path, "index.json");

    public string Blobs => System.IO.Path.Combine(Path, "blobs", "sha256");

    public string Staging => System.IO.Path.Combine(Path, StagingName);

    /// <summary>The file <c>oci-layout</c> of a new layout.</summary>
    public static ReadOnlyMemory<byte> MarkerBytes { get; } = "{\"imageLayoutVersion\":\"1.0.0\"}"u8.ToArray();

    public string BlobPath(Digest digest) => System.IO.Path.Combine(Blobs, digest.Hex);

    /// <summary>Fails unless the folder is a layout, or can become one.</summary>
    public void RequireLayoutOrRoomForOne()
    {
        if (File.Exists(Path))
        {
            throw Fault("is a file; a layout is a folder (an archive is named oci-archive:FILE)");
        }

        // Listed before the marker is looked for: a writer that makes the layout at this moment writes the marker
        // first.
        var others = Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path)
            .Any(entry => System.IO.Path.GetFileName(entry) != StagingName);
        if (File.Exists(Marker))
        {
            RequireVersion();
        }
        else if (others)
        {
            throw Fault("is a folder with other things in it and no OCI layout (it has no file oci-layout); "
                + "name a new or empty folder, or a layout");
        }
    }

    /// <summary>Fails unless the folder is a layout.</summary>
    public void RequireLayout()
    {
        if (!File.Exists(Marker) || !File.Exists(Index))
        {
            throw Fault("is no OCI layout; it needs a file oci-layout and a file index.json");
        }

        RequireVersion();
    }

    /// <summary>Reads <c>index.json</c>; an empty index when there is none yet.</summary>
    public IndexDocument ReadIndex()
    {
        if (!File.Exists(Index))
        {
            return IndexDocument.Empty;
        }

        try
        {
            return IndexDocument.Parse(SharedFile.ReadAll(Index, IndexDocument.MaxBytes));
        }
        catch (ManifestFormatException broken)
        {
            throw Fault($"has an index.json that cannot be read: {broken.Message.TrimEnd('.')}", broken);
        }
    }

    private void RequireVersion()
    {
        try
        {
            var version = ContentReader.Read(
                SharedFile.ReadAll(Marker, Manifest.MaxBytes),
                "oci-layout",
                Manifest.MaxBytes,
                json => json.Text("imageLayoutVersion"));
            if (version != Version)
            {
                throw Fault($"is a layout of version '{version}'; only {Version} is known");
            }
        }
        catch (ManifestFormatException broken)
        {
            throw Fault($"has a file oci-layout that cannot be read: {broken.Message.TrimEnd('.')}", broken);
        }
    }

    private TargetException Fault(string fault, Exception? cause = null) =>
        new(Description, $"{Description} {fault}.", cause);
}
