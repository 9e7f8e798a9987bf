using System.Security.Cryptography;
using System.Text;

namespace Migrator.Cli.Tests.BadInput;

/// <summary>A sound bindle of one parcel, to be spoilt.</summary>
internal static class SmallBindle
{
    public const string Content = "hello";

    public const string Name = "example.com/small";

    public static string Sha { get; } = ShaOf(Content);

    public static string Key { get; } = ShaOf($"{Name}/1.0.0");

    public static string Invoice { get; } = $"""
        bindleVersion = "1.0.0"

        [bindle]
        name = "{Name}"
        version = "1.0.0"

        {Parcel("a.txt")}
        """;

    public static string ShaOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A parcel's table; the label's features may follow it.</summary>
    public static string Parcel(string name, string content = Content, string mediaType = "text/plain") => $"""
        [[parcel]]
        [parcel.label]
        sha256 = "{ShaOf(content)}"
        mediaType = "{mediaType}"
        name = "{name}"
        size = {Encoding.UTF8.GetByteCount(content)}

        """;

    /// <summary>A change of the invoice: one text for another.</summary>
    public static Func<string, string> Swap(string old, string with) =>
        text => text.Replace(old, with, StringComparison.Ordinal);

    /// <summary>Writes the standalone folder, the invoice changed.</summary>
    public static string Write(string folder, Func<string, string> change, params string[] moreParcels) =>
        WriteBytes(folder, Encoding.UTF8.GetBytes(change(Invoice)), moreParcels);

    public static string WriteBytes(string folder, byte[] invoice, params string[] moreParcels)
    {
        Directory.CreateDirectory(Path.Combine(folder, "parcels"));
        File.WriteAllBytes(Path.Combine(folder, "invoice.toml"), invoice);
        foreach (var content in moreParcels.Append(Content))
        {
            File.WriteAllText(DataPath(folder, ShaOf(content)), content);
        }

        return folder;
    }

    /// <summary>Writes a server's store with the bindle in it.</summary>
    public static string WriteStore(string folder, string key)
    {
        Directory.CreateDirectory(Path.Combine(folder, "invoices", key));
        File.WriteAllText(Path.Combine(folder, "invoices", key, "invoice.toml"), Invoice);
        Directory.CreateDirectory(Path.Combine(folder, "parcels", Sha));
        File.WriteAllText(Path.Combine(folder, "parcels", Sha, "parcel.dat"), Content);
        return folder;
    }

    public static string DataPath(string folder, string sha) => Path.Combine(folder, "parcels", sha + ".dat");
}
