using System.Reflection;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>Takes a bindle through verification; a test's bindle must pass.</summary>
internal static class Verified
{
    public static Task<VerifiedBindle> FromAsync(BindlePackage package) => Task.FromResult((VerifiedBindle)Activator.CreateInstance(
        typeof(VerifiedBindle), BindingFlags.NonPublic | BindingFlags.Instance, null, [package, package.Invoice!], null)!);

    public static async Task<VerifiedBindle> FromFolderAsync(string folder)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, "invoice.toml"));
        var reading = Migrator.Bindle.Invoices.InvoiceToml.Read(bytes, "invoice.toml");
        return await FromAsync(BindlePackage.Create(folder, bytes, reading, new FolderParcels(folder)));
    }

    private sealed class FolderParcels(string folder) : IParcelStore
    {
        public ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new ParcelPresence(new FileInfo(PathOf(sha256)).Length, null));

        public ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Stream>(File.OpenRead(PathOf(sha256)));

        private string PathOf(string sha256) => Path.Combine(folder, "parcels", sha256 + ".dat");
    }
}
