using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Migrator.Cli.Tests.BadInput;

/// <summary>Section 10.5: what archives, folders and stores can be like.</summary>
internal static class PlaceCases
{
    private const int Refused = ExitCode.Source;
    private static readonly string Top = SmallBindle.Key;

    public static IEnumerable<BadCase> All =>
    [
        new(0, "sound archive", ExitCode.Done, null, folder => Archive(folder, _ => { })),
        Packed(84, "BM1510", "entry climbs out", tar => tar.WriteEntry(FileEntry($"{Top}/../evil", "x"))),
        Packed(85, "BM1510", "absolute entry", tar => tar.WriteEntry(FileEntry("/etc/evil", "x"))),
        Packed(86, "BM1511", "symbolic link", tar => tar.WriteEntry(Link(TarEntryType.SymbolicLink, "/etc/passwd"))),
        Packed(86, "BM1511", "hard link", tar => tar.WriteEntry(Link(TarEntryType.HardLink, $"{Top}/invoice.toml"))),
        Packed(87, "BM1511", "pipe", tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.Fifo, $"{Top}/parcels/pipe"))),
        new(88, "archive: bomb", Refused, "BM1514", Bomb),
        Packed(91, "BM1513", "two top folders", tar => tar.WriteEntry(FileEntry("other/invoice.toml", SmallBindle.Invoice))),
        Packed(96, "BM1512", "entry twice", tar => tar.WriteEntry(FileEntry($"{Top}/invoice.toml", SmallBindle.Invoice))),
        new(97, "archive: long name", ExitCode.Done, "BM1508", folder => Archive(folder, tar => tar.WriteEntry(
            FileEntry($"{Top}/parcels/{new string('n', 200)}.txt", "x")))),
        Packed(97, "BM1511", "sparse file", tar => tar.WriteEntry(Sparse())),
        Changed(89, "BM1515", "truncated", bytes => bytes[..(bytes.Length / 2)]),
        Changed(90, "BM1517", "trailing bytes", bytes => [.. bytes, .. "garbage"u8]),
        Changed(90, "BM1517", "second gzip member", bytes => [.. bytes, .. bytes]),
        Changed(0, "BM1900", "not gzip", _ => "this is no archive"u8.ToArray()),
        Named(92, "folder of another key", Refused, "BM1501", SmallBindle.ShaOf("other")),
        Named(92, "folder of the key", ExitCode.Done, null, SmallBindle.Key),
        Named(92, "folder of any name", ExitCode.Done, null, "anything"),
        Folder(93, "no parcels folder", Refused, "BM2301", folder => Directory.Delete(ParcelsOf(folder), recursive: true)),
        Folder(94, "extra files", ExitCode.Done, null, folder => WriteFile(folder, ".DS_Store", "x"u8.ToArray())),
        Folder(95, "orphan parcel", ExitCode.Done, "BM1507", folder =>
            File.WriteAllText(SmallBindle.DataPath(folder, SmallBindle.ShaOf("orphan")), "orphan")),
        Folder(0, "no invoice", Refused, "BM1900", folder => File.Delete(Path.Combine(folder, "invoice.toml"))),
        Store(0, "sound store", ExitCode.Done, null, _ => { }),
        Store(45, "empty parcel folder", Refused, "BM2301", folder => File.Delete(StoreData(folder))),
        Store(49, "label of Bindle 0.1", ExitCode.Done, "BM1509", folder =>
            File.WriteAllText(Path.Combine(folder, "parcels", SmallBindle.Sha, "label.toml"), "name = \"other\"")),
        Store(50, "leftover upload", ExitCode.Done, "BM1504", folder =>
            WriteFile(StoreParcel(folder), "parcel.dat.part", [])),
        new(98, "misfiled in a store", Refused, "BM1501", folder => SmallBindle.WriteStore(folder, new string('0', 64))),
        new(99, "sled", Refused, "BM1900", Sled),
        new(100, "BINDL001", Refused, "BM1900", folder => WriteFile(folder, "x.bndl", "BINDL001"u8.ToArray())),
        new(0, "nothing there", Refused, "BM1900", folder => Path.Combine(folder, "nowhere")),
        new(0, "an empty folder", Refused, "BM1900", folder => folder),
    ];

    private static BadCase Packed(int row, string code, string what, Action<TarWriter> add) =>
        new(row, $"archive: {what}", Refused, code, folder => Archive(folder, add));

    private static BadCase Changed(int row, string code, string what, Func<byte[], byte[]> change) =>
        new(row, $"archive: {what}", Refused, code, folder =>
    {
        var path = Archive(folder, _ => { });
        File.WriteAllBytes(path, change(File.ReadAllBytes(path)));
        return path;
    });

    private static BadCase Named(int row, string what, int exitCode, string? code, string name) =>
        new(row, what, exitCode, code, folder => SmallBindle.Write(Path.Combine(folder, name), text => text));

    private static BadCase Folder(int row, string what, int exitCode, string? code, Action<string> spoil) =>
        new(row, what, exitCode, code, folder =>
    {
        SmallBindle.Write(folder, text => text);
        spoil(folder);
        return folder;
    });

    private static BadCase Store(int row, string what, int exitCode, string? code, Action<string> spoil) =>
        new(row, what, exitCode, code, folder =>
    {
        SmallBindle.WriteStore(folder, SmallBindle.Key);
        spoil(folder);
        return folder;
    });

    private static string ParcelsOf(string folder) => Path.Combine(folder, "parcels");

    private static string StoreParcel(string folder) => Path.Combine(ParcelsOf(folder), SmallBindle.Sha);

    private static string StoreData(string folder) => Path.Combine(StoreParcel(folder), "parcel.dat");

    private static string Archive(string folder, Action<TarWriter> add)
    {
        var path = Path.Combine(folder, "bindle.tar.gz");
        using var file = File.Create(path);
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, $"{Top}/"));
        tar.WriteEntry(FileEntry($"{Top}/invoice.toml", SmallBindle.Invoice));
        tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, $"{Top}/parcels/"));
        tar.WriteEntry(FileEntry($"{Top}/parcels/{SmallBindle.Sha}.dat", SmallBindle.Content));
        add(tar);
        return path;
    }

    private static PaxTarEntry FileEntry(string name, string content) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };

    private static PaxTarEntry Link(TarEntryType type, string target) =>
        new(type, $"{Top}/parcels/link") { LinkName = target };

    // Eighty megabytes of zeros in some eighty kilobytes.
    private static string Bomb(string folder)
    {
        var path = Path.Combine(folder, "bomb.tar.gz");
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.SmallestSize);
        using var tar = new TarWriter(gzip);
        tar.WriteEntry(FileEntry($"{Top}/invoice.toml", SmallBindle.Invoice));
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"{Top}/parcels/bomb.dat")
        {
            DataStream = new MemoryStream(new byte[80 << 20]),
        });
        return path;
    }

    private static PaxTarEntry Sparse() => new(
        TarEntryType.RegularFile,
        $"{Top}/parcels/sparse.dat",
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GNU.sparse.major"] = "1",
            ["GNU.sparse.minor"] = "0",
            ["GNU.sparse.realsize"] = "1048576",
        });

    private static string Sled(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "blobs"));
        WriteFile(folder, "conf", "segment_size: 524288\nuse_compression: false\nversion: 0.34\n"u8.ToArray());
        WriteFile(folder, "db", new byte[64]);
        return folder;
    }

    private static string WriteFile(string folder, string name, byte[] content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
