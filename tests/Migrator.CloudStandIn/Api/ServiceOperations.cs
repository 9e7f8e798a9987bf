using System.Text.Json.Nodes;
using Migrator.StandIn.Conformance;
using Migrator.StandIn.Http;

namespace Migrator.StandIn.Api;

/// <summary>Health of the service, its document, and the door of the registry.</summary>
internal sealed class ServiceOperations(
    OpenApiDocument? document, CloudEra era, Func<IReadOnlyList<Operation>> operations)
{
    internal IEnumerable<Operation> All =>
    [
        new("GET", "/healthz", _ => Health()) { IsOpen = true },
        new("GET", "/swagger/v1/swagger.json", _ => Document()) { IsOpen = true },
        new("GET", "/api/oci", _ => new Answer(200)),
    ];

    // The ancestor writes these names with capitals (7.5).
    private static Answer Health() => Answer.OfJson(200, new JsonObject
    {
        ["ServiceName"] = "Hippo",
        ["Description"] = "",
        ["Status"] = "Healthy",
        ["Subservices"] = new JsonArray(),
    });

    // Without the real document, a short one of our own: which operations there are, and what tells the era.
    private Answer Document()
    {
        if (document is not null)
        {
            return Answer.OfText(200, document.Text, "application/json; charset=utf-8");
        }

        var paths = new JsonObject();
        foreach (var group in operations().Where(it => it.Template.StartsWith("/api/", StringComparison.Ordinal))
            .GroupBy(operation => operation.Template))
        {
            paths[group.Key] = new JsonObject(group.Select(operation => new KeyValuePair<string, JsonNode?>(
                operation.Method.ToLowerInvariant(),
                new JsonObject { ["responses"] = new JsonObject { ["200"] = new JsonObject() } })));
        }

        return Answer.OfJson(200, new JsonObject
        {
            ["openapi"] = "3.0.1",
            ["info"] = new JsonObject { ["title"] = "Cloud stand-in, operations only", ["version"] = "1.0" },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject { ["AppItem"] = new JsonObject { ["properties"] = AppItem() } },
            },
        });
    }

    private JsonObject AppItem() => era == CloudEra.Head
        ? new JsonObject { ["subdomain"] = new JsonObject { ["type"] = "string" } }
        : [];
}
