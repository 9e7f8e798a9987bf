using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Tests.Sources;

/// <summary>A bindle of a few bytes, and every form in which it can lie on a disk.</summary>
internal sealed class SmallBindle
{
    public SmallBindle(string id = "example.com/shop/1.2.0", params string[] contents)
    {
        Id = BindleId.Parse(id);
        Parcels = [.. (contents.Length == 0 ? ["first", "second"] : contents).Select(Encoding.UTF8.GetBytes)];
    }

    public BindleId Id { get; }

    public string Key => Id.StorageKey;

    public ImmutableArray<byte[]> Parcels { get; }

    public bool Yanked { get; init; }

    public string InvoiceText => $"""
        bindleVersion = "1.0.0"
        yanked = {(Yanked ? "true" : "false")}

        [bindle]
        name = "{Id.Name}"
        version = "{Id.Version.Text}"
        {string.Concat(Parcels.Select(Label))}
        """;

    public byte[] Invoice => Encoding.UTF8.GetBytes(InvoiceText);

    public static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public string DigestOf(int parcel) => Digest(Parcels[parcel]);

    /// <summary>Writes <c>invoice.toml</c> and <c>parcels/</c> into a folder.</summary>
    public void WriteStandalone(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "parcels"));
        File.WriteAllBytes(Path.Combine(folder, "invoice.toml"), Invoice);
        foreach (var parcel in Parcels)
        {
            File.WriteAllBytes(Path.Combine(folder, "parcels", Digest(parcel) + ".dat"), parcel);
        }
    }

    /// <summary>Adds the bindle to a store as a server would; gives the invoice's folder.</summary>
    public string WriteToStore(string root, string? folderName = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "invoices", folderName ?? Key)).FullName;
        File.WriteAllBytes(Path.Combine(folder, "invoice.toml"), Invoice);
        foreach (var parcel in Parcels)
        {
            var place = Directory.CreateDirectory(Path.Combine(root, "parcels", Digest(parcel))).FullName;
            File.WriteAllBytes(Path.Combine(place, "parcel.dat"), parcel);
        }

        return folder;
    }

    /// <summary>The archive's entries in the order in which <c>bindle package</c> writes them.</summary>
    public RawTar Tar(string? top = null)
    {
        top ??= Key + "/";
        var tar = new RawTar().Folder(top.Length == 0 ? "./" : top).Folder(top + "parcels");
        foreach (var parcel in Parcels)
        {
            tar.File($"{top}parcels/{Digest(parcel)}.dat", parcel);
        }

        return tar.File(top + "invoice.toml", Invoice);
    }

    private static string Label(byte[] content) => $"""

        [[parcel]]
        [parcel.label]
        sha256 = "{Digest(content)}"
        mediaType = "text/plain"
        name = "{Digest(content)[..8]}.txt"
        size = {content.Length}

        """;
}
