using System.Collections.Concurrent;
using Migrator.Oci.Model;

namespace Migrator.Oci.Targets;

/// <summary>The subjects of the manifests that this process has read, by the manifests' digests.</summary>
/// <remarks>
/// No index says whom a manifest refers to, so a search for referrers reads every candidate. A digest always means the
/// same bytes, so what was read once holds for every target for ever: a thousand apps that go into one layout one
/// after another read a thousand manifests, not a million.
/// </remarks>
internal static class KnownSubjects
{
    // Some 20 MiB when full; then it begins anew.
    private const int Limit = 64 * 1024;
    private static readonly ConcurrentDictionary<Digest, Digest?> Subjects = new();
    private static int _count;

    /// <summary>Notes the subject of a manifest whose digest was checked; null when it has none.</summary>
    public static void Add(Digest manifest, Digest? subject)
    {
        if (Subjects.TryAdd(manifest, subject) && Interlocked.Increment(ref _count) > Limit)
        {
            Subjects.Clear();
            Interlocked.Exchange(ref _count, 0);
        }
    }

    /// <summary>Whether a manifest is known to speak about something else than the subject.</summary>
    public static bool IsOther(Digest manifest, Digest subject) =>
        Subjects.TryGetValue(manifest, out var known) && known != subject;
}
