using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Migrator.Oci.Model;
using Migrator.Oci.Targets;
using OrasProject.Oras.Content;
using OrasProject.Oras.Registry;

namespace Migrator.Oci.Oras;

/// <summary>Tags and referrers, from those ORAS targets that can list them.</summary>
internal static partial class OrasListings
{
    /// <summary>The tags in ordinal order, without those that stand in for lists of referrers.</summary>
    /// <exception cref="TargetException">The target cannot list tags.</exception>
    public static async Task<ImmutableSortedSet<string>> TagsAsync(
        OrasProject.Oras.ITarget inner, OrasCalls calls, CancellationToken cancellationToken)
    {
        if (inner is not ITagListable list)
        {
            throw calls.Fault("its tags cannot be listed");
        }

        // A repository without tags is not there for some registries.
        return await calls.FindAsync("list tags", () => CollectTagsAsync(list, cancellationToken), cancellationToken)
            .ConfigureAwait(false) ?? [];
    }

    /// <summary>The manifests that speak about one, in order of their digests.</summary>
    /// <exception cref="TargetException">The target cannot list them.</exception>
    public static async Task<ImmutableArray<Descriptor>> ReferrersAsync(
        OrasProject.Oras.ITarget inner,
        OrasCalls calls,
        OrasManifests manifests,
        Digest subject,
        CancellationToken cancellationToken)
    {
        var found = inner switch
        {
            IRepository repository => await calls.DoAsync(
                "list referrers",
                () => CollectReferrersAsync(repository, subject, calls, cancellationToken),
                cancellationToken).ConfigureAwait(false),
            IPredecessorFindable graph => await SearchAsync(graph, calls, manifests, subject, cancellationToken)
                .ConfigureAwait(false),
            _ => throw calls.Fault("its referrers cannot be listed"),
        };
        return [.. found.OrderBy(referrer => referrer.Digest.Hex, StringComparer.Ordinal)];
    }

    private static async Task<ImmutableSortedSet<string>> CollectTagsAsync(
        ITagListable list, CancellationToken cancellationToken)
    {
        var tags = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        await foreach (var tag in list.ListTagsAsync(last: null, cancellationToken).ConfigureAwait(false))
        {
            if (!StandIn().IsMatch(tag))
            {
                tags.Add(tag);
            }
        }

        return tags.ToImmutable();
    }

    private static async Task<List<Descriptor>> CollectReferrersAsync(
        IRepository repository, Digest subject, OrasCalls calls, CancellationToken cancellationToken)
    {
        // A repository goes by the digest alone.
        var asked = OrasDescriptors.ToOras(
            new Descriptor { MediaType = MediaTypes.ImageManifest, Digest = subject, Size = 0 });
        var found = new List<Descriptor>();
        await foreach (var referrer in repository.FetchReferrersAsync(asked, cancellationToken).ConfigureAwait(false))
        {
            found.Add(OrasDescriptors.FromOras(referrer, calls.Target));
        }

        return found;
    }

    // Predecessors are all that name a blob: only those that name it as their subject are referrers.
    private static async Task<List<Descriptor>> SearchAsync(
        IPredecessorFindable graph,
        OrasCalls calls,
        OrasManifests manifests,
        Digest subject,
        CancellationToken cancellationToken)
    {
        var found = new List<Descriptor>();
        if (manifests.FindSubject(subject) is not { } node)
        {
            return found;
        }

        var predecessors = await calls.DoAsync(
            "list referrers",
            () => graph.GetPredecessorsAsync(OrasDescriptors.ToOras(node), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        foreach (var predecessor in predecessors.Select(entry => OrasDescriptors.FromOras(entry, calls.Target)))
        {
            var links = await manifests.FetchAsync(predecessor, cancellationToken).ConfigureAwait(false);
            if (links.Subject?.Digest == subject)
            {
                found.Add(predecessor with { ArtifactType = links.ArtifactType });
            }
        }

        return found;
    }

    [GeneratedRegex(@"\Asha256-[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex StandIn();
}
