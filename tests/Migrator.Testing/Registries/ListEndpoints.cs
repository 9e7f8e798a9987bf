using System.Globalization;
using System.Text.Json.Nodes;

namespace Migrator.Testing.Registries;

/// <summary>Tags and referrers.</summary>
internal sealed class ListEndpoints(RegistryPersonality personality, RegistryStore store)
{
    internal RegistryAnswer Tags(ReceivedRequest request)
    {
        if (personality.PushOnly || store.Find(request.Repository) is not { } repository)
        {
            return RegistryErrors.Of(personality, 404, "NAME_UNKNOWN", "repository name not known to registry");
        }

        var size = Math.Min(
            personality.TagPage,
            int.TryParse(request.Query("n"), CultureInfo.InvariantCulture, out var asked) ? asked : int.MaxValue);
        var last = request.Query("last");
        var left = repository.Tags.Keys.Order(StringComparer.Ordinal)
            .Where(tag => last is null || string.CompareOrdinal(tag, last) > 0)
            .Take(size + 1)
            .ToList();
        var page = left.Take(size).ToList();
        var body = new JsonObject
        {
            ["name"] = request.Repository,
            ["tags"] = new JsonArray([.. page.Select(tag => JsonValue.Create(tag))]),
        };
        var answer = new RegistryAnswer(200).WithText("application/json; charset=utf-8", body.ToJsonString() + "\n");
        return left.Count > size
            ? answer.With("Link", $"</v2/{request.Repository}/tags/list?last={page[^1]}&n={size}>; rel=\"next\"")
            : answer;
    }

    internal RegistryAnswer Referrers(ReceivedRequest request)
    {
        if (!personality.HasReferrers || personality.PushOnly)
        {
            return new RegistryAnswer(404).WithText("text/plain; charset=utf-8", "404 page not found\n");
        }

        var type = request.Query("artifactType");
        var manifests = store.Find(request.Repository)?.Manifests.Values ?? [];
        var entries = manifests
            .Where(manifest => manifest.Subject == request.Reference)
            .Where(manifest => type is null || manifest.ArtifactType == type)
            .OrderBy(manifest => manifest.Digest, StringComparer.Ordinal)
            .Select(manifest => manifest.ToDescriptor());
        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.oci.image.index.v1+json",
            ["manifests"] = new JsonArray([.. entries]),
        };
        var answer = new RegistryAnswer(200)
            .WithText("application/vnd.oci.image.index.v1+json", index.ToJsonString());
        return type is null ? answer : answer.With("OCI-Filters-Applied", "artifactType");
    }
}
