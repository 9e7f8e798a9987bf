using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;

namespace Migrator.Engine.Tests.Fakes;

/// <summary>One bindle in memory, which keeps account of the parcels that are read.</summary>
internal sealed class MemoryBindle : IBindleSource, IParcelStore
{
    private readonly ConcurrentDictionary<string, byte[]> _parcels = new();
    private readonly List<Label> _labels = [];

    public string Description => "memory";

    /// <summary>The digests of the parcels that were opened, in order.</summary>
    public ConcurrentQueue<string> Opened { get; } = new();

    /// <summary>Whether the job has closed the source.</summary>
    public bool IsDisposed { get; private set; }

    public BindleId Id { get; init; } = BindleId.Parse("example.com/shop/1.2.0+b1");

    /// <summary>What each opening does before it gives the bytes; throws to fail.</summary>
    public Func<string, Stream, Stream> OnOpen { get; set; } = (_, stream) => stream;

    /// <summary>Makes the invoice's text; by default it is what the parcels say.</summary>
    public Func<Invoice, byte[]> Write { get; set; } = InvoiceToml.Write;

    public MemoryBindle With(string name, string content, string mediaType = "text/plain")
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
        _parcels[sha] = bytes;
        _labels.Add(new Label { Sha256 = sha, MediaType = mediaType, Name = name, Size = bytes.Length });
        return this;
    }

    /// <summary>Swaps a parcel's bytes for others of the same length, as a bad disk does.</summary>
    public MemoryBindle Damage(string name)
    {
        var sha = ShaOf(name);
        _parcels[sha] = [.. _parcels[sha].Select(value => (byte)(value ^ 1))];
        return this;
    }

    /// <summary>Takes a parcel's bytes away; the invoice keeps it.</summary>
    public MemoryBindle Lose(string name)
    {
        _parcels.TryRemove(ShaOf(name), out _);
        return this;
    }

    public string ShaOf(string name) => _labels.Single(label => label.Name == name).Sha256;

    public Task<IBindleSource> OpenSourceAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IBindleSource>(this);

    public async IAsyncEnumerable<BindleEntry> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return new BindleEntry(Id, "memory", Yanked: false, []);
    }

    public Task<BindlePackage> OpenAsync(BindleId? id, CancellationToken cancellationToken)
    {
        if (id is not null && id != Id)
        {
            throw new BindleSourceException("memory", $"There is no {id} in memory.");
        }

        var parcels = _labels.Select(label => new Parcel { Label = label }).ToImmutableArray();
        var bytes = Write(new Invoice { BindleVersion = "1.0.0", Id = Id, Parcels = parcels });
        return Task.FromResult(BindlePackage.Create("memory", bytes, InvoiceToml.Read(bytes, "invoice.toml"), this));
    }

    public ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_parcels.TryGetValue(sha256, out var bytes)
            ? new ParcelPresence(bytes.Length, null)
            : new ParcelPresence(null, "It is not there."));

    public ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        Opened.Enqueue(sha256);
        return ValueTask.FromResult(OnOpen(sha256, new MemoryStream(_parcels[sha256], writable: false)));
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
