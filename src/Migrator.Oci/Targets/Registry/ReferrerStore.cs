using System.Collections.Immutable;
using System.Net;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Oci.Targets.Registry;

/// <summary>
/// Lists who refers to a manifest: by the registry's own list, or by the tag <c>sha256-HEX</c> that stands in for it
/// (OCI distribution spec, "Referrers Tag Schema").
/// </summary>
internal sealed class ReferrerStore(
    RegistryRepository repository, ManifestStore manifests, ManifestWriter writer)
{
    private const int MaxReferrers = 100_000;

    /// <summary>The referrers, each once, in order of their digests.</summary>
    public async Task<ImmutableArray<Descriptor>> ListAsync(
        Digest subject, string? artifactType, CancellationToken cancellationToken)
    {
        var found = (repository.Host.ListsReferrers is false
                ? null
                : await ListByApiOrNullAsync(subject, artifactType, cancellationToken).ConfigureAwait(false))
            ?? await ListByTagAsync(subject, cancellationToken).ConfigureAwait(false);
        var typed = new List<Descriptor>();
        foreach (var referrer in found.DistinctBy(referrer => referrer.Digest))
        {
            typed.Add(referrer.ArtifactType is null
                ? await WithTypeAsync(referrer, cancellationToken).ConfigureAwait(false)
                : referrer);
        }

        return
        [
            .. typed.Where(referrer => artifactType is null || referrer.ArtifactType == artifactType)
                .OrderBy(referrer => referrer.Digest.Hex, StringComparer.Ordinal),
        ];
    }

    /// <summary>Adds a referrer to the tag that stands in for the list; what others wrote there stays.</summary>
    public async Task AddToTagAsync(Digest subject, Descriptor referrer, CancellationToken cancellationToken)
    {
        var turn = repository.Host.ReferrerTurn(subject);
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var tag = TagOf(subject);
            var before = await ReadTagAsync(tag, IndexDocument.Parse, cancellationToken).ConfigureAwait(false)
                ?? IndexDocument.Empty;
            var after = before.WithReferrer(referrer);
            if (!ReferenceEquals(before, after))
            {
                await writer.PutIndexAsync(after.ToBytes(), tag, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private static string TagOf(Digest subject) => $"sha256-{subject.Hex}";

    private async Task<List<Descriptor>?> ListByApiOrNullAsync(
        Digest subject, string? artifactType, CancellationToken cancellationToken)
    {
        var uri = repository.At($"referrers/{subject}");
        var first = artifactType is null ? uri : new Uri($"{uri}?artifactType={Uri.EscapeDataString(artifactType)}");
        var request = new RegistryRequest(RegistryOperation.ReferrerList, HttpMethod.Get, uri)
        {
            What = $"listing referrers of {subject}",
            Accept = MediaTypes.ImageIndex,
        };
        var pages = new PageWalk(repository, first, request);
        var found = new List<Descriptor>();
        try
        {
            while (await pages.NextOrNullAsync(ImageIndex.MaxBytes, cancellationToken).ConfigureAwait(false)
                is { } page)
            {
                found.AddRange(pages.Read(page, ImageIndex.Read).Manifests);
                if (found.Count > MaxReferrers)
                {
                    throw repository.Fault(pages.Request, $"there are more than {MaxReferrers}");
                }
            }
        }
        catch (RegistryException fault) when (IsUnknownHere(fault))
        {
            // A registry from before the list of referrers; the tag stands in.
            return null;
        }

        return pages.IsMissing ? null : found;
    }

    private static bool IsUnknownHere(RegistryException fault) => fault.Status is
        HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented;

    private async Task<IEnumerable<Descriptor>> ListByTagAsync(Digest subject, CancellationToken cancellationToken) =>
        await ReadTagAsync(TagOf(subject), ImageIndex.Parse, cancellationToken).ConfigureAwait(false) is { } index
            ? index.Manifests
            : [];

    private async Task<T?> ReadTagAsync<T>(
        string tag, Func<ReadOnlyMemory<byte>, T> parse, CancellationToken cancellationToken)
        where T : class
    {
        if (await manifests.ReadOrNullAsync(tag, cancellationToken).ConfigureAwait(false) is not var (bytes, _))
        {
            return null;
        }

        try
        {
            return parse(bytes);
        }
        catch (ManifestFormatException broken)
        {
            throw new RegistryException(
                repository.Description,
                RegistryFailure.Refused,
                $"{repository.Description}: the tag {tag} should be a list of referrers and is not: {broken.Message}",
                broken);
        }
    }

    // An entry of another tool without a type: the manifest says it.
    private async Task<Descriptor> WithTypeAsync(Descriptor referrer, CancellationToken cancellationToken)
    {
        var read = await manifests.ReadOrNullAsync(referrer.Digest.ToString(), cancellationToken).ConfigureAwait(false);
        return read is not var (bytes, _)
            ? referrer
            : referrer with { ArtifactType = manifests.Read(referrer, bytes).ArtifactType };
    }
}
