using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;

namespace Migrator.Bindle.Tests.Sources;

/// <summary>Short forms for reading sources in tests.</summary>
internal static class SourceReading
{
    public static Task<IBindleSource> OpenAsync(string path, BindleSourceOptions? options = null) =>
        BindleSources.OpenAsync(path, options ?? new BindleSourceOptions { TempFolder = Path.GetTempPath() }, default);

    public static async Task<List<BindleEntry>> ListAsync(this IBindleSource source)
    {
        List<BindleEntry> entries = [];
        await foreach (var entry in source.ListAsync(default))
        {
            entries.Add(entry);
        }

        return entries;
    }

    public static async Task<byte[]> ReadParcelAsync(this BindlePackage package, string sha256)
    {
        await using var stream = await package.OpenParcelAsync(sha256, default);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    public static IEnumerable<string> Codes(this BindlePackage package) =>
        package.Findings.Select(finding => finding.Code);

    public static IEnumerable<string> Codes(this BindleEntry entry) => entry.Findings.Select(finding => finding.Code);

    /// <summary>Holds that a parcel cannot be had and that the reason holds a text.</summary>
    public static async Task AssertAbsentAsync(this BindlePackage package, string sha256, string reason)
    {
        var presence = await package.ProbeParcelAsync(sha256, default);
        Assert.False(presence.IsPresent);
        Assert.Contains(reason, presence.Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<BindleSourceException>(() => package.ReadParcelAsync(sha256));
    }

    /// <summary>Holds that a path cannot be opened and that the message holds a text.</summary>
    public static async Task AssertRefusedAsync(string path, string message) =>
        Assert.Contains(message, (await RefuseAsync(path)).Message, StringComparison.Ordinal);

    public static async Task<BindleSourceException> RefuseAsync(string path) =>
        await Assert.ThrowsAsync<BindleSourceException>(() => OpenAsync(path));

    /// <summary>Holds that a bindle is there whole, invoice and parcels byte for byte.</summary>
    public static async Task AssertWholeAsync(this BindlePackage package, SmallBindle bindle)
    {
        Assert.Equal(bindle.Invoice, package.InvoiceBytes.ToArray());
        Assert.Equal(bindle.Id, package.Invoice?.Id);
        foreach (var parcel in bindle.Parcels)
        {
            var digest = SmallBindle.Digest(parcel);
            Assert.Equal(parcel.Length, (await package.ProbeParcelAsync(digest, default)).Length);
            Assert.Equal(parcel, await package.ReadParcelAsync(digest));
        }
    }
}
