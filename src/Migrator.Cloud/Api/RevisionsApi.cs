using Migrator.Cloud.Api.Http;
using Migrator.Cloud.Api.Model;

namespace Migrator.Cloud.Api;

/// <summary>Revisions: registered versions of applications.</summary>
public sealed class RevisionsApi
{
    private readonly CloudHttp _http;

    internal RevisionsApi(CloudHttp http) => _http = http;

    /// <summary>Lists revisions of all applications, page by page.</summary>
    /// <param name="searchText">What to search for; a cloud may pass it over, so compare. Null for all.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>Every revision once, in no order.</returns>
    public IAsyncEnumerable<RevisionItem> ListAsync(string? searchText, CancellationToken cancellationToken)
    {
        const string what = "listing the revisions";

        // A bindle's version has a '+', which means a blank in a query when it is not escaped.
        var search = searchText is null ? "" : $"&searchText={Uri.EscapeDataString(searchText)}";
        return PageWalk.ItemsAsync(
            what,
            index => _http.ReadAsync(
                new CloudRequest(
                    HttpMethod.Get, $"/api/revisions?pageIndex={index}&pageSize={PageWalk.PageSize}{search}", what),
                CloudJson.Default.PageRevisionItem,
                cancellationToken),
            revision => revision.Id,
            cancellationToken);
    }

    /// <summary>
    /// Registers a revision. Not to be repeated blindly: in the era of explicit channels each call makes another one,
    /// in that of implicit activation each call starts it.
    /// </summary>
    /// <param name="appStorageId">Where the package lies, such as <c>oci://hello</c>.</param>
    /// <param name="revisionNumber">The tag.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>When the cloud has taken it.</returns>
    public Task RegisterAsync(string appStorageId, string revisionNumber, CancellationToken cancellationToken) =>
        _http.SendOnlyAsync(
            new CloudRequest(HttpMethod.Post, "/api/revisions", $"registering revision {revisionNumber}").With(
                new Commands.RegisterRevision(appStorageId, revisionNumber), CloudJson.Default.RegisterRevision),
            cancellationToken);
}
