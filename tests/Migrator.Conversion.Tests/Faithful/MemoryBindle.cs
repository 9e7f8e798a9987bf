using System.Security.Cryptography;
using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Tests.Faithful;

/// <summary>A bindle in memory: an invoice's text, and bytes by digest.</summary>
internal sealed class MemoryBindle(byte[] invoice, params byte[][] parcels) : IParcelStore
{
    private readonly Dictionary<string, byte[]> _parcels =
        parcels.DistinctBy(Sha256).ToDictionary(Sha256, StringComparer.Ordinal);

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>A bindle with one parcel for each text, all of one media type.</summary>
    public static MemoryBindle Of(string id, string mediaType, params string[] texts) => Of(
        new Invoice { BindleVersion = "1.0.0", Id = BindleId.Parse(id) },
        [.. texts.Select((text, index) => (mediaType, $"file-{index}.txt", Encoding.UTF8.GetBytes(text)))]);

    /// <summary>A bindle with the given parcels.</summary>
    public static MemoryBindle Of(
        Invoice invoice,
        params (string MediaType, string Name, byte[] Bytes)[] parcels) => new(
        InvoiceToml.Write(invoice with
        {
            Parcels = [.. parcels.Select(parcel => new Parcel
            {
                Label = new Label
                {
                    Sha256 = Sha256(parcel.Bytes),
                    MediaType = parcel.MediaType,
                    Name = parcel.Name,
                    Size = parcel.Bytes.Length,
                },
            })],
        }),
        [.. parcels.Select(parcel => parcel.Bytes)]);

    public BindlePackage Package =>
        BindlePackage.Create("memory", invoice, InvoiceToml.Read(invoice, "invoice.toml"), this);

    public static async Task<VerifiedBindle> VerifyAsync(BindlePackage package)
    {
        var policy = new VerificationPolicy { IncludeYanked = true };
        var outcome = await BindleVerifier.VerifyAsync(package, policy, CancellationToken.None);
        return outcome.Bindle ?? throw new InvalidOperationException(string.Join('\n', outcome.Findings));
    }

    public Task<VerifiedBindle> VerifyAsync() => VerifyAsync(Package);

    public ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ParcelPresence(_parcels[sha256].Length, null));

    public ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Stream>(new MemoryStream(_parcels[sha256], writable: false));
}
