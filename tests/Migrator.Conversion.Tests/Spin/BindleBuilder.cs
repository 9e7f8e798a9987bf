using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Verification;

namespace Migrator.Conversion.Tests.Spin;

/// <summary>
/// Makes a bindle in memory, one call a parcel; the invoice passes through its text, as a real one does.
/// </summary>
internal sealed class BindleBuilder
{
    public const string ManifestType = "application/vnd.fermyon.spin+toml";
    public const string ModuleType = "application/wasm";

    /// <summary>A module of 200 bytes that is not inlined.</summary>
    public static readonly byte[] Module = [0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0, .. new byte[192]];

    private readonly Dictionary<string, byte[]> _parcels = new(StringComparer.Ordinal);
    private Invoice _invoice;

    public BindleBuilder(string id = "shop/1.0.0") =>
        _invoice = new Invoice { BindleVersion = "1.0.0", Id = BindleId.Parse(id) };

    /// <summary>A bindle of one HTTP component <c>web</c>, its module, and the given lines in its table.</summary>
    public static BindleBuilder OneComponent(string lines = "", string trigger = "route = '/...'") =>
        new BindleBuilder().WithModule()
        .WithManifest($"""
            [trigger]
            type = 'http'
            base = '/'
            [[component]]
            source = '{Sha256(Module)}'
            id = 'web'
            {lines}
            [component.trigger]
            {trigger}
            """);

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    public BindleBuilder WithManifest(string toml, string mediaType = ManifestType) =>
        With(Text(toml), "spin.toml", mediaType);

    public BindleBuilder WithModule(byte[]? bytes = null, string name = "web.wasm") =>
        With(bytes ?? Module, name, ModuleType);

    public BindleBuilder WithFile(string name, string content, params string[] groups) =>
        With(Text(content), name, "text/plain", groups);

    public BindleBuilder With(byte[] bytes, string name, string mediaType, params string[] groups) => With(
        bytes,
        new Parcel
        {
            Label = new Label { Sha256 = Sha256(bytes), MediaType = mediaType, Name = name, Size = bytes.Length },
            Conditions = groups.Length == 0 ? null : new Conditions { MemberOf = [.. groups] },
        });

    public BindleBuilder With(byte[] bytes, Parcel parcel)
    {
        _parcels[Sha256(bytes)] = bytes;
        return With(invoice => invoice with { Parcels = invoice.Parcels.Add(parcel) });
    }

    public BindleBuilder WithGroup(string name) =>
        With(invoice => invoice with { Groups = invoice.Groups.Add(new Group { Name = name }) });

    public BindleBuilder With(Func<Invoice, Invoice> change)
    {
        _invoice = change(_invoice);
        return this;
    }

    /// <summary>Puts other bytes where a parcel's are, without a word in the invoice.</summary>
    public BindleBuilder Tamper(byte[] bytes, byte[] others)
    {
        _parcels[Sha256(bytes)] = others;
        return this;
    }

    public async Task<VerifiedBindle> BuildAsync()
    {
        var bytes = InvoiceToml.Write(_invoice);
        var reading = InvoiceToml.Read(bytes, "invoice.toml");
        var package = BindlePackage.Create("memory", bytes, reading, new Store(_parcels.ToImmutableDictionary()));
        return await Verified.FromAsync(package);
    }

    public async Task<ConversionOutcome> ConvertAsync(ConversionOptions? options = null) =>
        await Converter.ConvertAsync(await BuildAsync(), options ?? Spin1.Plain, CancellationToken.None);

    private sealed class Store(ImmutableDictionary<string, byte[]> parcels) : IParcelStore
    {
        public ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken) =>
            ValueTask.FromResult(parcels.TryGetValue(sha256, out var bytes)
                ? new ParcelPresence(bytes.Length, null)
                : new ParcelPresence(null, "not there"));

        public ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Stream>(new MemoryStream(parcels[sha256], writable: false));
    }
}
