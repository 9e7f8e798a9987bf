using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Migrator.Oci.Json;
using Migrator.Oci.Model;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Oci.Targets.Registry;

/// <summary>Lists the tags of a repository, page by page (OCI distribution spec, "Listing tags").</summary>
internal static partial class TagList
{
    private const int MaxPageBytes = 4 * 1024 * 1024;
    private const int MaxTags = 100_000;

    /// <summary>The tags in ordinal order, without those that stand in for lists of referrers.</summary>
    public static async Task<ImmutableSortedSet<string>> ReadAsync(
        RegistryRepository repository, CancellationToken cancellationToken)
    {
        var tags = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        var pages = new PageWalk(repository, repository.At("tags/list?n=1000"), new RegistryRequest(
            RegistryOperation.TagList, HttpMethod.Get, repository.At("tags/list")) { What = "listing tags" });
        while (await pages.NextOrNullAsync(MaxPageBytes, cancellationToken).ConfigureAwait(false) is { } page)
        {
            tags.UnionWith(pages.Read(page, json => TagsOf(json, MaxTags + 1 - tags.Count)));
            if (tags.Count > MaxTags)
            {
                throw repository.Fault(pages.Request, $"there are more than {MaxTags} tags");
            }
        }

        return tags.ToImmutable();
    }

    private static string[] TagsOf(JsonObject json, int most) =>
        [.. json.Texts("tags").Where(tag => ReferenceGrammar.IsTag(tag) && !StandIn().IsMatch(tag)).Take(most)];

    [GeneratedRegex(@"\Asha256-[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex StandIn();
}
