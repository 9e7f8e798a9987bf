using System.Security.Cryptography;
using Migrator.Bindle.Sources;

namespace Migrator.Bindle.Tests.Verification;

/// <summary>Parcels in memory, under the digest they are said to have.</summary>
internal sealed class MemoryParcels : IParcelStore
{
    private readonly Dictionary<string, byte[]> _parcels = new(StringComparer.Ordinal);

    /// <summary>The digests looked for, in order.</summary>
    public List<string> Probed { get; } = [];

    /// <summary>Adds a parcel under its own digest.</summary>
    public string Add(byte[] bytes)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        _parcels[sha256] = bytes;
        return sha256;
    }

    /// <summary>Puts other bytes in a parcel's place.</summary>
    public void Put(string sha256, byte[] bytes) => _parcels[sha256] = bytes;

    /// <inheritdoc/>
    public ValueTask<ParcelPresence> ProbeAsync(string sha256, CancellationToken cancellationToken)
    {
        Probed.Add(sha256);
        return ValueTask.FromResult(_parcels.TryGetValue(sha256, out var bytes)
            ? new ParcelPresence(bytes.Length, null)
            : new ParcelPresence(null, "The parcel is not there."));
    }

    /// <inheritdoc/>
    public ValueTask<Stream> OpenAsync(string sha256, CancellationToken cancellationToken) =>
        _parcels.TryGetValue(sha256, out var bytes)
            ? ValueTask.FromResult<Stream>(new MemoryStream(bytes, writable: false))
            : throw new BindleSourceException(sha256, "The parcel is not there.");
}
