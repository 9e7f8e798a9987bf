using System.Security.Cryptography;
using System.Text.Json;

namespace Migrator.Testing.Registries;

/// <summary>Manifests: checked by the registry's own means before they are taken.</summary>
internal sealed class ManifestEndpoints(RegistryPersonality personality, RegistryStore store)
{
    internal RegistryAnswer Get(ReceivedRequest request)
    {
        if (personality.PushOnly && request.Method != "HEAD")
        {
            return Error(404, "UNSUPPORTED", "Not Found");
        }

        if (store.Find(request.Repository)?.Find(request.Reference) is not { } manifest)
        {
            return personality.FailsOnLayerAsManifest
                && store.Find(request.Repository)?.Blobs.ContainsKey(request.Reference) == true
                ? Error(500, "UNKNOWN", "unknown error")
                : Error(404, "MANIFEST_UNKNOWN", "manifest unknown");
        }

        var answer = new RegistryAnswer(200).With("Content-Type", manifest.MediaType) with
        {
            Body = request.Method == "HEAD"
                ? AnswerBody.OfLength(manifest.Bytes.Length)
                : AnswerBody.Of(manifest.Bytes.ToArray()),
        };
        return personality.SaysDigest
            ? answer.With("Docker-Content-Digest", manifest.Digest).With("ETag", $"\"{manifest.Digest}\"")
            : answer;
    }

    internal async Task<RegistryAnswer> PutAsync(ReceivedRequest request)
    {
        if (!personality.CreatesRepositories && store.Find(request.Repository) is null)
        {
            return RegistryErrors.NoRepository(personality, request.Repository);
        }

        if (await ReadAsync(request) is not { } bytes)
        {
            return Error(personality.TooLargeManifest);
        }

        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
        var byDigest = request.Reference.Contains(':', StringComparison.Ordinal);
        if (byDigest && request.Reference != digest)
        {
            return Error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }

        return StoredManifest.Read(digest, request.Header("Content-Type") ?? "", bytes) is { } manifest
            ? Refuse(request, manifest) ?? Take(request, manifest, byDigest)
            : Error(400, "MANIFEST_INVALID", "manifest invalid");
    }

    private async Task<byte[]?> ReadAsync(ReceivedRequest request)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.Aborted)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > personality.MaxManifest)
            {
                return null;
            }
        }

        return bytes.ToArray();
    }

    private RegistryAnswer? Refuse(ReceivedRequest request, StoredManifest manifest)
    {
        if (manifest.Text("mediaType") is { } type && type != manifest.MediaType)
        {
            return Error(400, "MANIFEST_INVALID", $"mediaType should be '{manifest.MediaType}' not '{type}'");
        }

        if (!TakesTypes(manifest))
        {
            return Error(personality.WrongType);
        }

        if (manifest.Layers > personality.MaxLayers)
        {
            return Error(personality.TooManyLayers);
        }

        var repository = store.GetOrAdd(request.Repository);
        if (personality.ChecksBlobs && repository.MissingBelow(manifest).FirstOrDefault() is { } missing)
        {
            return RegistryErrors.Json(400, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry", missing);
        }

        return personality.ImmutableTag is { } refusal
            && repository.Tags.TryGetValue(request.Reference, out var old) && old != manifest.Digest
            ? Error(refusal)
            : null;
    }

    private bool TakesTypes(StoredManifest manifest)
    {
        var types = manifest.Blobs.Select(blob => StoredManifest.TextOf((JsonElement?)blob, "mediaType") ?? "")
            .Concat(manifest.ArtifactType is { } artifact ? [artifact] : []);
        return (personality.ManifestTypes.IsEmpty || personality.ManifestTypes.Contains(manifest.MediaType))
            && types.All(type => TakesType(type));
    }

    private bool TakesType(string type) =>
        (personality.ContentTypes.IsEmpty
            || personality.ContentTypes.Any(start => type.StartsWith(start, StringComparison.Ordinal)))
        && !(personality.RefusesTypeParameters && type.Contains(';', StringComparison.Ordinal));

    private RegistryAnswer Take(ReceivedRequest request, StoredManifest manifest, bool byDigest)
    {
        var repository = store.GetOrAdd(request.Repository);
        repository.Manifests[manifest.Digest] = manifest;
        if (!byDigest)
        {
            repository.Tags[request.Reference] = manifest.Digest;
        }

        var answer = new RegistryAnswer(201).With("Docker-Content-Digest", manifest.Digest);
        answer = personality.SaysSubject ? answer.With("OCI-Subject", manifest.Subject) : answer;
        return personality.SaysManifestLocation
            ? answer.With("Location", $"{request.Root}/v2/{request.Repository}/manifests/{manifest.Digest}")
            : answer;
    }

    private RegistryAnswer Error(RegistryRefusal refusal) => Error(refusal.Status, refusal.Code, refusal.Message);

    private RegistryAnswer Error(int status, string code, string message) =>
        RegistryErrors.Of(personality, status, code, message);
}
