using System.Text.Json;
using Migrator.StandIn.Bindle;
using Migrator.StandIn.Edge;
using Migrator.StandIn.Model;
using Migrator.Testing.Registries;

namespace Migrator.StandIn.State;

/// <summary>Packages that were pushed: artifacts in the registry, bindles in the store.</summary>
internal sealed class PackageShelf(RegistryHost registry, BindleShelf bindles, StandInOptions options)
{
    /// <summary>Whether anything of a storage id was pushed.</summary>
    internal bool HasAny(string storageId) => StorageIds.IsOci(storageId)
        ? Find(storageId) is { Tags.IsEmpty: false }
        : options.BindleUpload != BindleUpload.Off && bindles.VersionsOf(storageId).Any();

    /// <summary>Whether a revision's package is complete.</summary>
    internal bool Has(string storageId, string number) => StorageIds.IsOci(storageId)
        ? Find(storageId)?.Tags.ContainsKey(number) == true
        : options.BindleUpload != BindleUpload.Off && bindles.IsComplete(storageId, number);

    /// <summary>Complete bindles of a name; none for a repository.</summary>
    internal IEnumerable<string> VersionsOf(string storageId) =>
        StorageIds.IsOci(storageId) || options.BindleUpload == BindleUpload.Off
            ? []
            : bindles.VersionsOf(storageId).Where(version => bindles.IsComplete(storageId, version));

    /// <summary>What a revision becomes when it is started now: its tag is resolved now.</summary>
    internal AppInstance Start(CloudApp app, CloudRevision revision)
    {
        var instance = new AppInstance(app.Name, null, revision.Number);
        return revision.IsOci ? StartArtifact(instance, revision) : StartBindle(instance, app, revision);
    }

    private AppInstance StartArtifact(AppInstance instance, CloudRevision revision)
    {
        if (Find(revision.StorageId)?.Find(revision.Number) is not { } manifest)
        {
            return instance with { Fault = $"{revision.StorageId} has no tag {revision.Number}" };
        }

        return instance with { ImageDigest = manifest.Digest, Version = VersionIn(revision.StorageId, manifest) };
    }

    private AppInstance StartBindle(AppInstance instance, CloudApp app, CloudRevision revision)
    {
        if (StorageIds.IsOci(app.StorageId))
        {
            return instance with { Fault = $"{app.StorageId} cannot have a tag {revision.Number}" };
        }

        return Has(revision.StorageId, revision.Number)
            ? instance with { BindleVersion = revision.Number, Version = revision.Number.Split('+')[0] }
            : instance with { Fault = $"no bindle {revision.StorageId}/{revision.Number} can be loaded" };
    }

    // The locked application says its version in its metadata: it is the config (Spin 1) or a layer (Spin 2).
    private string? VersionIn(string storageId, StoredManifest manifest) => manifest.BlobDigests
        .Select(digest => Find(storageId)?.Blobs.GetValueOrDefault(digest))
        .Where(blob => blob is { Size: < 1024 * 1024, Open: not null })
        .Select(blob => ReadVersion(blob!.Open!))
        .FirstOrDefault(version => version is not null);

    private static string? ReadVersion(Func<Stream> open)
    {
        using var stream = open();
        try
        {
            using var document = JsonDocument.Parse(stream);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("metadata", out var metadata)
                && metadata.ValueKind == JsonValueKind.Object
                && metadata.TryGetProperty("version", out var version)
                && version.ValueKind == JsonValueKind.String
                ? version.GetString()
                : null;
        }
        catch (JsonException)
        {
            // A layer of wasm, not the locked application.
            return null;
        }
    }

    private RepositoryContent? Find(string storageId)
    {
        var name = StorageIds.NameOf(storageId);
        return registry.Repositories.Contains(name) ? registry.Repository(name) : null;
    }
}
