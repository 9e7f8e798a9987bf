using System.Security.Cryptography;
using System.Text;
using Migrator.Bindle.Invoices;

namespace Migrator.Benchmarks;

/// <summary>
/// The folder of a Bindle server with so many Spin apps, each of six blobs as an artifact: three that all apps have
/// (files), three of its own (module, locked app, image config).
/// </summary>
internal static class BatchStore
{
    /// <summary>Blobs of an app that every app has.</summary>
    public const int Shared = 3;

    /// <summary>Blobs of an app that no other has.</summary>
    public const int Own = 3;

    /// <summary>Own blobs that the referrer adds: the invoice and the app's manifest.</summary>
    public const int OwnOfReferrer = 2;

    private const int FileBytes = 1024;

    public static void Write(string folder, int apps)
    {
        var shared = Enumerable.Range(1, Shared)
            .Select(number => AddParcel(folder, Bytes($"shared {number}")))
            .ToList();
        for (var number = 1; number <= apps; number++)
        {
            var id = BindleId.Parse($"app{number:00000}/1.0.0");
            var invoices = Directory.CreateDirectory(Path.Combine(folder, "invoices", id.StorageKey)).FullName;
            File.WriteAllText(Path.Combine(invoices, "invoice.toml"), Invoice(folder, id, number, shared));
        }
    }

    /// <summary>The folder of a server with bindles that have nothing of their own but the invoice.</summary>
    public static void WriteShared(string folder, int bindles)
    {
        var parcels = string.Concat(Enumerable.Range(1, Shared).Select(number =>
            Parcel(AddParcel(folder, Bytes($"shared {number}")), "text/plain", $"file{number}.txt", FileBytes)));
        for (var number = 1; number <= bindles; number++)
        {
            var id = BindleId.Parse($"app{number:000000}/1.0.0");
            var invoices = Directory.CreateDirectory(Path.Combine(folder, "invoices", id.StorageKey)).FullName;
            File.WriteAllText(
                Path.Combine(invoices, "invoice.toml"),
                $"bindleVersion = '1.0.0'\n\n[bindle]\nname = '{id.Name}'\nversion = '{id.Version}'\n{parcels}");
        }
    }

    private static string Invoice(string folder, BindleId id, int number, List<string> shared)
    {
        byte[] moduleBytes = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, .. Bytes($"module {number}")];
        var module = AddParcel(folder, moduleBytes);
        var manifestBytes = Encoding.UTF8.GetBytes(Manifest(module));
        var text = new StringBuilder(
            $"bindleVersion = '1.0.0'\n\n[bindle]\nname = '{id.Name}'\nversion = '{id.Version}'\n");
        text.Append(Parcel(
            AddParcel(folder, manifestBytes), "application/vnd.fermyon.spin+toml", "spin.toml", manifestBytes.Length));
        text.Append(Parcel(module, "application/wasm", "web.wasm", moduleBytes.Length));
        foreach (var (file, sha) in shared.Index())
        {
            text.Append(Parcel(sha, "application/octet-stream", $"assets/{file}.bin", FileBytes));
            text.Append("\n[parcel.conditions]\nmemberOf = ['files']\n");
        }

        return text.Append("\n[[group]]\nname = 'files'\n").ToString();
    }

    private static string AddParcel(string folder, byte[] bytes)
    {
        var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var parcel = Directory.CreateDirectory(Path.Combine(folder, "parcels", sha)).FullName;
        File.WriteAllBytes(Path.Combine(parcel, "parcel.dat"), bytes);
        return sha;
    }

    private static byte[] Bytes(string name)
    {
        var bytes = new byte[FileBytes];
        Array.Fill(bytes, (byte)'.');
        Encoding.UTF8.GetBytes(name).CopyTo(bytes, 0);
        return bytes;
    }

    private static string Parcel(string sha, string mediaType, string name, int size) => $"""

        [[parcel]]
        [parcel.label]
        sha256 = '{sha}'
        mediaType = '{mediaType}'
        name = '{name}'
        size = {size}

        """;

    private static string Manifest(string module) => $"""
        [trigger]
        type = 'http'
        base = '/'

        [[component]]
        id = 'web'
        source = '{module}'
        files = 'files'
        [component.trigger]
        route = '/...'

        """;
}
