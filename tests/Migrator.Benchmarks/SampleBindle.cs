using System.Security.Cryptography;
using System.Text;

namespace Migrator.Benchmarks;

/// <summary>Writes standalone bindles of a stated size; the same bytes every time.</summary>
internal static class SampleBindle
{
    private static readonly byte[] WasmHeader = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

    /// <summary>One component whose module has the given size.</summary>
    public static void WriteLarge(string folder, long moduleSize) =>
        Write(folder, moduleSize, fileCount: 0, fileSize: 0);

    /// <summary>One component with a module and files, all of one size.</summary>
    public static void WriteSmall(string folder, int parcels, int size) => Write(folder, size, parcels - 1, size);

    private static void Write(string folder, long moduleSize, int fileCount, int fileSize)
    {
        var parcels = Directory.CreateDirectory(Path.Combine(folder, "parcels")).FullName;
        var module = WriteParcel(parcels, moduleSize, seed: 1, WasmHeader);
        var manifest = Encoding.UTF8.GetBytes(Manifest(module));
        var manifestSha = Convert.ToHexStringLower(SHA256.HashData(manifest));
        File.WriteAllBytes(Path.Combine(parcels, manifestSha + ".dat"), manifest);

        var invoice = new StringBuilder("bindleVersion = '1.0.0'\n\n[bindle]\nname = 'bench'\nversion = '1.0.0'\n");
        invoice.Append(Parcel(manifestSha, "application/vnd.fermyon.spin+toml", "spin.toml", manifest.Length));
        invoice.Append(Parcel(module, "application/wasm", "web.wasm", moduleSize));
        for (var i = 0; i < fileCount; i++)
        {
            var file = WriteParcel(parcels, fileSize, seed: i + 2, []);
            invoice.Append(Parcel(file, "application/octet-stream", $"assets/{i % 32:00}/{i:0000}.bin", fileSize));
            invoice.Append("\n[parcel.conditions]\nmemberOf = ['files-web']\n");
        }

        invoice.Append("\n[[group]]\nname = 'files-web'\n");
        File.WriteAllText(Path.Combine(folder, "invoice.toml"), invoice.ToString());
    }

    private static string Manifest(string module) => $"""
        [trigger]
        type = 'http'
        base = '/'

        [[component]]
        source = '{module}'
        id = 'web'
        files = 'files-web'

        [component.trigger]
        route = '/...'

        """;

    private static string Parcel(string sha, string mediaType, string name, long size) => $"""

        [[parcel]]
        [parcel.label]
        sha256 = '{sha}'
        mediaType = '{mediaType}'
        name = '{name}'
        size = {size}

        """;

    private static string WriteParcel(string parcels, long size, int seed, ReadOnlySpan<byte> header)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var temporary = Path.Combine(parcels, "new");
        using (var output = File.Create(temporary))
        {
            var random = new Random(seed);
            var block = new byte[1 << 20];
            for (var left = size; left > 0;)
            {
                var part = block.AsSpan(0, (int)Math.Min(left, block.Length));
                random.NextBytes(part);
                if (left == size)
                {
                    header.CopyTo(part);
                }

                hash.AppendData(part);
                output.Write(part);
                left -= part.Length;
            }
        }

        var sha = Convert.ToHexStringLower(hash.GetHashAndReset());
        File.Move(temporary, Path.Combine(parcels, sha + ".dat"));
        return sha;
    }
}
