namespace Migrator.StandIn.Conformance;

/// <summary>
/// Where the documents of the real API are known to be wrong or silent, as data (spec/cloud-deploy.md 8.4, whose
/// numbers stand here). Number 7, <c>vars</c> whose items are JSON as text, needs no word: text they are.
/// </summary>
internal static class KnownErrors
{
    /// <summary>1: wrapped values of a PATCH go bare over the wire, and null is a value.</summary>
    internal static IReadOnlyDictionary<string, string> WireSchemas { get; } = new Dictionary<string, string>
    {
        ["StringField"] = """{"type":["string","null"]}""",
        ["BooleanField"] = """{"type":["boolean","null"]}""",
        ["GuidNullableField"] = """{"type":["string","null"],"format":"uuid"}""",
        ["ChannelRevisionSelectionStrategyField"] =
            """{"$ref":"#/$defs/ChannelRevisionSelectionStrategy"}""",
    };

    /// <summary>2: good answers that the lists of statuses, which know 200 alone, do not have.</summary>
    internal static IReadOnlySet<int> GoodStatuses { get; } = new HashSet<int> { 200, 201, 202, 204 };

    /// <summary>3 and 4: operations without schemas, whose last parameter spans slashes.</summary>
    internal static IReadOnlySet<string> WithoutSchemas { get; } = new HashSet<string>
    {
        "POST /api/registry/_i",
        "GET /api/registry/_i/{bindleName}",
        "POST /api/registry/_i/{bindleName}",
        "GET /api/oci",
    };

    /// <summary>6: what is there and in no document. The registry and the edge are not checked at all.</summary>
    internal static IReadOnlySet<string> NotInDocument { get; } =
        new HashSet<string> { "GET /healthz", "GET /swagger/v1/swagger.json" };

    /// <summary>5 and 8: a GET with a body; the newer document leaves it open where the older asks for it.</summary>
    internal static IReadOnlySet<string> GetsWithBody { get; } =
        new HashSet<string> { "GET /api/variable-pairs", "GET /api/sql-databases" };

    /// <summary>9: optional but not nullable; the ancestor writes null all the same.</summary>
    internal static IReadOnlySet<string> NullInAnswers { get; } = new HashSet<string>
    {
        "activeRevision", "domain", "description", "appSummary", "healthStatus", "activeRevisionNumber", "appName",
    };

    /// <summary>
    /// 10: read-only and required at once. They must not be sent, so that a request is checked without them.
    /// </summary>
    internal static IReadOnlySet<string> ReadOnly { get; } =
        new HashSet<string> { "expiration", "isLastPage", "components" };

    /// <summary>11: a path whose parameter the older document names twice; nobody asks for it here.</summary>
    internal static IReadOnlySet<string> Unasked { get; } = new HashSet<string> { "GET /api/custom-domains/{name}" };

    /// <summary>12: names of the query are matched in any case.</summary>
    internal static StringComparer QueryNames => StringComparer.OrdinalIgnoreCase;
}
