using System.Runtime.CompilerServices;
using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Api.Http;

/// <summary>
/// Walks the pages of a list. <c>isLastPage</c> is true where more follows and false for ever past the end
/// (spec/cloud-deploy.md 7.2), so it is believed only of a page that is not full.
/// </summary>
internal static class PageWalk
{
    /// <summary>How many items a page is asked to have.</summary>
    public const int PageSize = 50;

    /// <summary>More pages than any account has.</summary>
    public const int MaxPages = 400;

    /// <summary>Gives every item once, whatever the pages repeat.</summary>
    /// <param name="what">What is asked, in words.</param>
    /// <param name="read">Reads a page, by its index.</param>
    /// <param name="idOf">What tells items apart.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    /// <exception cref="CloudException">The list has no end.</exception>
    public static async IAsyncEnumerable<T> ItemsAsync<T>(
        string what,
        Func<int, Task<Page<T>>> read,
        Func<T, Guid> idOf,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<Guid>();
        for (var index = 0; index < MaxPages; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await read(index).ConfigureAwait(false);
            var fresh = page.Items.Where(item => seen.Add(idOf(item))).ToList();
            foreach (var item in fresh)
            {
                yield return item;
            }

            // A page of nothing new is an empty one, or the same one again.
            if (fresh.Count == 0 || (page.IsLastPage && page.Items.Count < PageSize))
            {
                yield break;
            }
        }

        const string next = "Something is wrong with the cloud's pages; report it to its operator.";
        throw new CloudException(
            CloudFailure.Unexpected, what, $"{what} failed: the list has more than {MaxPages} pages. {next}")
        {
            NextStep = next,
        };
    }
}
