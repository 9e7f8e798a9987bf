using System.Security.Cryptography;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Disk;

/// <summary>Compares a folder with what it would be if a bindle were written there.</summary>
internal static class FolderComparison
{
    /// <summary>Looks for the first difference, reading every byte.</summary>
    /// <param name="plan">What should be there.</param>
    /// <param name="folder">The folder, which is there.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The difference as a sentence; null when there is none.</returns>
    public static async Task<string?> FindDifferenceAsync(
        WritePlan plan, string folder, CancellationToken cancellationToken) =>
        FindForeign(folder, name => name is InvoiceFile.Name or "parcels")
        ?? await DifferentInvoiceAsync(plan, folder, cancellationToken).ConfigureAwait(false)
        ?? await DifferentParcelsAsync(plan, Path.Combine(folder, "parcels"), cancellationToken).ConfigureAwait(false);

    private static string? FindForeign(string folder, Func<string, bool> belongs)
    {
        var foreign = Directory.EnumerateFileSystemEntries(folder)
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault(name => !belongs(name));
        return foreign is null ? null : $"{MessageText.Line(foreign)} is not part of the bindle.";
    }

    private static async Task<string?> DifferentInvoiceAsync(
        WritePlan plan, string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, InvoiceFile.Name);
        var entry = DiskEntry.Look(path);
        if (entry.Kind == DiskEntryKind.File && entry.Length == plan.Invoice.Length)
        {
            var bytes = new byte[entry.Length];
            await ReadAsync(entry, path, bytes, cancellationToken).ConfigureAwait(false);
            if (plan.Invoice.Span.SequenceEqual(bytes))
            {
                return null;
            }
        }

        return "its invoice.toml is another one or missing.";
    }

    private static async Task<string?> DifferentParcelsAsync(
        WritePlan plan, string parcels, CancellationToken cancellationToken)
    {
        if (DiskEntry.Look(parcels).Kind != DiskEntryKind.Folder)
        {
            return "its folder parcels is missing.";
        }

        if (FindForeign(parcels, IsPlanned) is { } foreign)
        {
            return foreign;
        }

        foreach (var (digest, size) in plan.Parcels)
        {
            if (!await HoldsAsync(parcels, digest, size, cancellationToken).ConfigureAwait(false))
            {
                return $"its parcel {digest} is missing or damaged.";
            }
        }

        return null;

        bool IsPlanned(string name) =>
            StandaloneContents.DigestOf(name) is { } digest && plan.Parcels.ContainsKey(digest);
    }

    private static async Task<bool> HoldsAsync(
        string parcels, string digest, long size, CancellationToken cancellationToken)
    {
        var path = Path.Combine(parcels, digest + ".dat");
        var entry = DiskEntry.Look(path);
        if (entry.Kind != DiskEntryKind.File || entry.Length != size)
        {
            return false;
        }

        var actual = await HashAsync(entry, path, cancellationToken).ConfigureAwait(false);
        return string.Equals(digest, actual, StringComparison.Ordinal);
    }

    private static async Task<string> HashAsync(DiskEntry entry, string path, CancellationToken cancellationToken)
    {
        var stream = entry.Open(path);
        await using (stream.ConfigureAwait(false))
        {
            var hash = await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
            return Convert.ToHexStringLower(hash);
        }
    }

    private static async Task ReadAsync(
        DiskEntry entry, string path, byte[] buffer, CancellationToken cancellationToken)
    {
        var stream = entry.Open(path);
        await using (stream.ConfigureAwait(false))
        {
            await stream.ReadExactlyAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
    }
}
