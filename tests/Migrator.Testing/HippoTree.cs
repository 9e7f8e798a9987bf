using System.Collections.Immutable;
using System.Security.Cryptography;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;

namespace Migrator.Testing;

/// <summary>Lays out the sources of an application again, from the bindle that Hippo made of them.</summary>
public static class HippoTree
{
    private const string CopyMark = "hippos_do_not_stage";

    /// <summary>Writes a HIPPOFACTS and every file of its bindle under its own name.</summary>
    /// <param name="golden">The folder with <c>HIPPOFACTS</c> and perhaps <c>bindle</c>.</param>
    /// <param name="folder">Where to.</param>
    /// <returns>The path of the HIPPOFACTS.</returns>
    public static string LayOut(string golden, string folder)
    {
        Directory.CreateDirectory(folder);
        var facts = Path.Combine(folder, "HIPPOFACTS");
        File.Copy(Path.Combine(golden, "HIPPOFACTS"), facts);
        foreach (var label in (InvoiceOf(golden)?.Parcels ?? []).Select(parcel => parcel.Label))
        {
            var data = Path.Combine(golden, "bindle", "parcels", label.Sha256 + ".dat");
            var path = Path.Combine(folder, label.Name);
            if (!label.Annotations.ContainsKey(CopyMark) && !File.Exists(path))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Copy(data, path);
            }
        }

        return facts;
    }

    /// <summary>The invoice that Hippo wrote; null when it refused.</summary>
    public static Invoice? InvoiceOf(string golden)
    {
        var path = Path.Combine(golden, "bindle", "invoice.toml");
        return File.Exists(path) ? InvoiceToml.Read(File.ReadAllBytes(path), path).Invoice : null;
    }

    /// <summary>
    /// The bindles that the golden ones take modules from: each exports the one module <c>static</c>.
    /// </summary>
    /// <param name="invoice">The invoice that has a copy of it; null for any bytes.</param>
    /// <param name="module">The module's bytes; null when nobody has them.</param>
    public static IBindleSource Imports(Invoice? invoice = null, byte[]? module = null)
    {
        var copy = invoice?.Parcels.Select(parcel => parcel.Label)
            .FirstOrDefault(label => label.Annotations.ContainsKey(CopyMark));
        return new ExportingSource(copy ?? new Label
        {
            Sha256 = Convert.ToHexStringLower(SHA256.HashData([])),
            MediaType = "application/wasm",
            Name = "static.wasm",
            Size = 0,
        }, module);
    }

    /// <summary>Puts another module in the place of the copies that an invoice has of other bindles' modules.</summary>
    /// <param name="invoice">The invoice.</param>
    /// <param name="module">The module's bytes.</param>
    /// <returns>The invoice; as it is when it has no copies.</returns>
    public static Invoice WithImport(Invoice invoice, byte[] module) => invoice with
    {
        Parcels = [.. invoice.Parcels.Select(parcel => !parcel.Label.Annotations.ContainsKey(CopyMark) ? parcel
            : parcel with
            {
                Label = parcel.Label with
                {
                    Sha256 = Convert.ToHexStringLower(SHA256.HashData(module)),
                    Size = module.Length,
                },
            })],
    };

    private sealed class ExportingSource(Label module, byte[]? bytes) : IBindleSource, IParcelStore
    {
        public string Description => "bindles with exports";

        public IAsyncEnumerable<BindleEntry> ListAsync(CancellationToken cancellationToken) =>
            AsyncEnumerable.Empty<BindleEntry>();

        public Task<BindlePackage> OpenAsync(BindleId? id, CancellationToken cancellationToken)
        {
            var annotations = TextMap.Empty.Add("wagi_handler_id", "static");
            var invoice = new Invoice
            {
                BindleVersion = "1.0.0",
                Id = id!,
                Parcels = [new Parcel { Label = module with { Annotations = annotations } }],
            };
            var reading = new InvoiceReading(invoice, ImmutableArray<Migrator.Bindle.Verification.Finding>.Empty);
            return Task.FromResult(BindlePackage.Create("memory", InvoiceToml.Write(invoice), reading, this));
        }

        public ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken) =>
            ValueTask.FromResult(bytes is null
                ? new ParcelPresence(null, "Nobody kept these bytes.")
                : new ParcelPresence(bytes.Length, null));

        public ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken) =>
            bytes is null
                ? throw new BindleSourceException(sha256, "Nobody kept these bytes.")
                : ValueTask.FromResult<Stream>(new MemoryStream(bytes, writable: false));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
