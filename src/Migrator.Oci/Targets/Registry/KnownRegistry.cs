using System.Collections.Concurrent;
using System.Globalization;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Oci.Targets.Registry;

/// <summary>
/// What all targets at one registry share: the way there, and what was learned of the registry on it.
/// </summary>
internal sealed class KnownRegistry : IDisposable
{
    private const int MaxOrigins = 250_000;
    private const int ReferrerTurns = 64;
    private readonly ConcurrentDictionary<(string From, string To), bool> _mountsOff = new();
    private readonly ConcurrentDictionary<UInt128, string> _origins = new();

    private readonly SemaphoreSlim[] _referrerTurns =
        [.. Enumerable.Range(0, ReferrerTurns).Select(_ => new SemaphoreSlim(1, 1))];

    private long _chunkBytes;
    private long _shortestRefused = long.MaxValue;
    private int _remembered;

    public KnownRegistry(RegistryAddress address, RegistryOptions options)
    {
        Options = options;
        Http = new RegistryHttp(address, options);
        Profile = address.Profile;
        _chunkBytes = Profile.ChunkBytes;
        CanResume = Profile.Resumes;
        CanSendChunks = Profile.TakesChunks;
    }

    public RegistryOptions Options { get; }

    public TimeProvider Clock => Options.Time ?? TimeProvider.System;

    public RegistryHttp Http { get; }

    public RegistryProfile Profile { get; }

    /// <summary>Whether a session goes on after a broken chunk, as far as is known.</summary>
    public bool CanResume { get; set; }

    /// <summary>Whether blobs can be sent in chunks, as far as is known.</summary>
    public bool CanSendChunks { get; set; }

    /// <summary>Whether the registry lists referrers itself; null while nobody knows.</summary>
    public bool? ListsReferrers { get; set; }

    /// <summary>The length of chunks, as far as is known.</summary>
    public long ChunkBytes => Interlocked.Read(ref _chunkBytes);

    /// <summary>Whether a blob may be sent whole: none of its length or shorter was refused for its length.</summary>
    public bool MaySendWhole(long length) => length < Interlocked.Read(ref _shortestRefused);

    /// <summary>
    /// Blobs of that length are not taken whole, as where a proxy bounds each request; false when chunks are no way
    /// out.
    /// </summary>
    public bool TryStopWhole(long refused)
    {
        if (!CanSendChunks || !TryShrinkChunks(refused))
        {
            return false;
        }

        for (var known = Interlocked.Read(ref _shortestRefused); refused < known;)
        {
            known = Interlocked.CompareExchange(ref _shortestRefused, refused, known);
        }

        return true;
    }

    /// <summary>Makes chunks half as long; false when they are as short as may be.</summary>
    public bool TryShrinkChunks(long refused)
    {
        var half = refused / 2;
        if (half < Profile.MinChunkBytes)
        {
            return false;
        }

        Interlocked.Exchange(ref _chunkBytes, Math.Min(ChunkBytes, half));
        return true;
    }

    /// <summary>Makes chunks at least so long, as the registry asked; false when they are so already.</summary>
    public bool TryGrowChunks(long least)
    {
        if (least <= ChunkBytes)
        {
            return false;
        }

        Interlocked.Exchange(ref _chunkBytes, least);
        return true;
    }

    /// <summary>
    /// Which repository to mount a blob from: one that has it, or the own one as a question whether it has it.
    /// </summary>
    public string? MountSourceOrNull(Digest digest, string repository)
    {
        var source = _origins.GetValueOrDefault(KeyOf(digest), repository);
        return Profile.Mounts && !_mountsOff.ContainsKey(PairOf(source, repository)) ? source : null;
    }

    /// <summary>
    /// Mounts do not work between two repositories; where they fail within one, they fail within each.
    /// </summary>
    public void StopMounts(string source, string repository)
    {
        _mountsOff[PairOf(source, repository)] = true;
        Http.WarnOnce("blobs are not mounted there, they are sent");
    }

    /// <summary>A repository has a blob.</summary>
    public void Remember(Digest digest, string repository)
    {
        // The dictionary's own count would stop every other thread.
        if (Volatile.Read(ref _remembered) < MaxOrigins && _origins.TryAdd(KeyOf(digest), repository))
        {
            Interlocked.Increment(ref _remembered);
        }
    }

    /// <summary>
    /// Who may change the fallback tag of a subject. Some subjects share a turn, so that there are not ever more.
    /// </summary>
    public SemaphoreSlim ReferrerTurn(Digest subject) => _referrerTurns[(int)(KeyOf(subject) % ReferrerTurns)];

    public void Dispose()
    {
        Http.Dispose();
        foreach (var turn in _referrerTurns)
        {
            turn.Dispose();
        }
    }

    // Half of a digest is enough to name a blob: should two ever share it, a mount finds nothing and the blob is sent.
    private static UInt128 KeyOf(Digest digest) =>
        UInt128.Parse(digest.Hex.AsSpan(0, 32), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static (string From, string To) PairOf(string source, string repository) =>
        string.Equals(source, repository, StringComparison.Ordinal) ? ("", "") : (source, repository);
}
