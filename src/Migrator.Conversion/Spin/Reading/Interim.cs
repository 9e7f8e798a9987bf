using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Spin.Reading;

internal sealed class ParcelMismatchException(string message) : Exception(message);

internal sealed class ParcelTooLargeException(string message) : Exception(message);

internal static class Interim
{
    public static async Task<byte[]> ReadParcelAsync(this VerifiedBindle bindle, Label label, long cap, CancellationToken ct)
    {
        var stream = await bindle.Package.OpenParcelAsync(label.Sha256, ct).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory, ct).ConfigureAwait(false);
            return memory.Length > cap ? throw new ParcelTooLargeException("large")
                : memory.Length != label.Size ? throw new ParcelMismatchException("size") : memory.ToArray();
        }
    }
}
