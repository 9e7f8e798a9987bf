using System.Text.Json.Nodes;
using Migrator.StandIn.Http;

namespace Migrator.StandIn.Api;

/// <summary>Pages as the ancestor cuts them (7.2).</summary>
internal static class Page
{
    /// <summary>One page of a list.</summary>
    /// <param name="call">The request: <c>pageIndex</c> and <c>pageSize</c>.</param>
    /// <param name="rows">All rows that the search found, in order.</param>
    /// <param name="total">
    /// Rows without the search: what <c>totalItems</c> says, and the last page is judged by.
    /// </param>
    /// <param name="instability">What happens between pages.</param>
    /// <param name="shape">Writes a row.</param>
    internal static Answer Of<T>(
        ApiCall call,
        IReadOnlyList<T> rows,
        int total,
        PageInstability instability,
        Func<T, JsonNode> shape)
    {
        var (index, size) = (call.Number("pageIndex", 0), call.Number("pageSize", 50));
        var offset = (index * size) + instability switch
        {
            PageInstability.Repeats => -index,
            PageInstability.Skips => index,
            _ => 0,
        };
        var items = rows.Skip(Math.Max(0, offset)).Take(size).Select(shape).ToList();
        return Answer.OfJson(200, new JsonObject
        {
            ["items"] = new JsonArray([.. items]),
            ["totalItems"] = total,
            ["pageIndex"] = index,
            ["pageSize"] = size,
            ["isLastPage"] = total == (index * size) + items.Count,
        });
    }

    /// <summary>One page of texts.</summary>
    internal static Answer OfTexts(ApiCall call, IReadOnlyList<string> rows, int total) =>
        Of(call, rows, total, PageInstability.None, row => JsonValue.Create(row));
}
