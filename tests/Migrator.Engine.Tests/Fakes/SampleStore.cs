using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;

namespace Migrator.Engine.Tests.Fakes;

/// <summary>
/// Any number of Spin apps that exist only while they are looked at: <c>app00001/1.0.0</c> and so on, each with a
/// module and files of its own, and files that all of them have.
/// </summary>
internal sealed class SampleStore(int apps) : IBindleSource
{
    private static readonly byte[] WasmHeader = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
    private int _opened;

    /// <summary>Files of each app that no other has.</summary>
    public int OwnFiles { get; init; } = 1;

    /// <summary>Files that all apps have.</summary>
    public int SharedFiles { get; init; } = 3;

    /// <summary>The length of each file.</summary>
    public int FileBytes { get; init; } = 300;

    /// <summary>Changes an app before it is given; by number, from 1.</summary>
    public Func<int, SampleApp, SampleApp> Change { get; init; } = (_, app) => app;

    /// <summary>Changes an invoice before it is given; by number, from 1.</summary>
    public Func<int, Invoice, Invoice>? Sign { get; init; }

    /// <summary>How often a bindle was opened.</summary>
    public int Opened => _opened;

    public string Description => "samples";

    public static BindleId IdOf(int number) => BindleId.Parse($"app{number:00000}/1.0.0");

    public async IAsyncEnumerable<BindleEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        for (var number = 1; number <= apps; number++)
        {
            var app = Change(number, new SampleApp(IdOf(number)));
            yield return new BindleEntry(app.Id, $"sample {number}", app.Yanked, []);
        }
    }

    public Task<BindlePackage> OpenAsync(BindleId? id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _opened);
        var number = int.Parse(id!.Name.AsSpan(3, 5));
        var app = Change(number, new SampleApp(id));
        if ((app.Failure ?? app.Fault) is { } failure)
        {
            throw failure;
        }

        var parcels = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var invoice = Encoding.UTF8.GetBytes(Invoice(number, app, parcels));
        if (Sign is not null)
        {
            invoice = InvoiceToml.Write(Sign(number, InvoiceToml.Read(invoice, "invoice.toml").Invoice!));
        }

        if (app.LostParcel)
        {
            parcels.Remove(parcels.Keys.First());
        }

        return Task.FromResult(BindlePackage.Create(
            $"sample {number}", invoice, InvoiceToml.Read(invoice, "invoice.toml"), new Parcels(parcels)));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Invoice(int number, SampleApp app, Dictionary<string, byte[]> parcels)
    {
        var text = new StringBuilder("bindleVersion = '1.0.0'\n");
        text.Append(app.Yanked ? "yanked = true\n" : "");
        text.Append($"\n[bindle]\nname = '{app.Id.Name}'\nversion = '{app.Id.Version}'\n");
        var module = Add(parcels, [.. WasmHeader, .. Bytes($"module {number}", FileBytes)]);
        text.Append(Parcel(module, "application/wasm", "web.wasm", parcels));
        if (app.IsSpin)
        {
            var manifest = Add(parcels, Encoding.UTF8.GetBytes(Manifest(module, app.Base)));
            text.Append(Parcel(manifest, "application/vnd.fermyon.spin+toml", "spin.toml", parcels));
        }

        var names = Enumerable.Range(1, OwnFiles).Select(file => $"own {number} {file}")
            .Concat(Enumerable.Range(1, SharedFiles).Select(file => $"shared {file}"));
        foreach (var name in names)
        {
            var file = Add(parcels, Bytes(name, FileBytes));
            text.Append(Parcel(file, "application/octet-stream", name.Replace(' ', '/'), parcels));
            text.Append("\n[parcel.conditions]\nmemberOf = ['files']\n");
        }

        return text.Append("\n[[group]]\nname = 'files'\n").ToString();
    }

    private static string Add(Dictionary<string, byte[]> parcels, byte[] bytes)
    {
        var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
        parcels[sha] = bytes;
        return sha;
    }

    private static byte[] Bytes(string name, int length)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, (byte)'.');
        Encoding.UTF8.GetBytes(name).CopyTo(bytes, 0);
        return bytes;
    }

    private static string Parcel(string sha, string mediaType, string name, Dictionary<string, byte[]> parcels) => $"""

        [[parcel]]
        [parcel.label]
        sha256 = '{sha}'
        mediaType = '{mediaType}'
        name = '{name}'
        size = {parcels[sha].Length}

        """;

    private static string Manifest(string module, string basePath) => $"""
        [trigger]
        type = 'http'
        base = '{basePath}'

        [[component]]
        id = 'web'
        source = '{module}'
        files = 'files'
        [component.trigger]
        route = '/...'

        """;

    /// <summary>What is special about an app.</summary>
    internal sealed record SampleApp(BindleId Id)
    {
        public bool IsSpin { get; init; } = true;

        public string Base { get; init; } = "/";

        public bool LostParcel { get; init; }

        public bool Yanked { get; init; }

        public BindleSourceException? Failure { get; init; }

        /// <summary>What only a fault of the program throws.</summary>
        public Exception? Fault { get; init; }
    }

    private sealed class Parcels(Dictionary<string, byte[]> parcels) : IParcelStore
    {
        public ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken) =>
            ValueTask.FromResult(parcels.TryGetValue(sha256, out var bytes)
                ? new ParcelPresence(bytes.Length, null)
                : new ParcelPresence(null, "It is not there."));

        public ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Stream>(new MemoryStream(parcels[sha256], writable: false));
    }
}
