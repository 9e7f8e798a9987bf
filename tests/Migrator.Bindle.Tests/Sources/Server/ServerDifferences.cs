namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>Where the server of the tests answers otherwise than the recorded one, on purpose, and why.</summary>
internal static class ServerDifferences
{
    private const string NoCrash = "The real server dies of it; this one refuses.";
    private const string NoLoss = "The real store had not flushed when it was stopped; this one loses nothing.";
    private const string FolderOrder = "How far the index comes depends on the order of folders, here by name.";
    private const string NoArrays = "JSON arrays in place of objects are not taken (spec/bindle.md 10.1 row 31).";
    private const string NoLargeSize = "A size that TOML cannot say is not taken (spec/bindle.md 10.1 row 32).";
    private const string DottedKeys = "Dotted keys that TOML 1.0 allows are taken (spec/bindle.md 10.1 row 13).";
    private const string Kestrel = "Kestrel answers before the routes are asked.";
    private const string OneConnection = "The upload on a second connection is not replayed; row 108 has its own test.";

    /// <summary>The reason by place.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["exchanges/crash.embedded.jsonl:4"] = NoCrash,
        ["exchanges/crash.embedded.jsonl:6"] = NoCrash,
        ["exchanges/crash.embedded.jsonl:10"] = NoCrash,
        ["exchanges/crash.embedded.jsonl:13"] = NoCrash,
        ["exchanges/crash.file.jsonl:4"] = NoCrash,
        ["exchanges/crash.file.jsonl:6"] = NoCrash,
        ["exchanges/hazards.embedded.jsonl:11"] = NoLoss,
        ["exchanges/hazards.embedded.jsonl:18"] = NoLoss,
        ["exchanges/hazards.embedded.jsonl:22"] = NoLoss,
        ["exchanges/hazards.embedded.jsonl:23"] = NoLoss,
        ["exchanges/hazards.embedded.jsonl:24"] = NoLoss,
        ["exchanges/hazards.embedded.jsonl:25"] = NoLoss,
        ["exchanges/hazards.embedded.jsonl:26"] = NoLoss,
        ["exchanges/hazards.embedded.jsonl:27"] = NoLoss,
        ["exchanges/hazards.file.jsonl:48"] = FolderOrder,
        ["exchanges/hazards.file.jsonl:61"] = FolderOrder,
        ["exchanges/hazards.file.jsonl:65"] = FolderOrder,
        ["exchanges/ids.file.jsonl:59"] = Kestrel,
        ["exchanges/json-body.embedded.jsonl:18"] = NoArrays,
        ["exchanges/json-body.embedded.jsonl:19"] = NoLargeSize,
        ["exchanges/json-body.embedded.jsonl:20"] = NoLargeSize,
        ["exchanges/json-body.file.jsonl:18"] = NoArrays,
        ["exchanges/json-body.file.jsonl:19"] = NoLargeSize,
        ["exchanges/json-body.file.jsonl:20"] = NoLargeSize,
        ["exchanges/malformed.embedded.jsonl:44"] = DottedKeys,
        ["exchanges/malformed.embedded.jsonl:245"] = DottedKeys,
        ["exchanges/malformed.file.jsonl:44"] = DottedKeys,
        ["exchanges/malformed.file.jsonl:237"] = DottedKeys,
        ["exchanges/parcels.file.jsonl:130"] = OneConnection,
        ["exchanges/parcels.file.jsonl:131"] = OneConnection,
        ["exchanges/parcels.file.jsonl:132"] = OneConnection,
        ["exchanges/routes.file.jsonl:37"] = Kestrel,
        ["exchanges/routes.file.jsonl:100"] = Kestrel,
        ["exchanges/routes.file.jsonl:105"] = Kestrel,
        ["stores/damaged/broken-invoice/observed.jsonl:2"] = FolderOrder,
        ["stores/damaged/empty-invoice-directory/observed.jsonl:2"] = FolderOrder,
        ["stores/damaged/empty-invoice-file/observed.jsonl:2"] = FolderOrder,
        ["stores/damaged/invoice-only-part-file/observed.jsonl:2"] = FolderOrder,
        ["stores/damaged/misfiled-invoice/observed.jsonl:2"] = FolderOrder,
    };
}
