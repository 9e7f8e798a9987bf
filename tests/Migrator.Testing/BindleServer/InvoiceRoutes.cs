using System.Text.Json.Nodes;
using Migrator.Bindle.Invoices;

namespace Migrator.Testing.BindleServer;

/// <summary>Everything under <c>_i</c>, and the parcels that are missing (spec/bindle.md 5.3, 5.6, 5.8).</summary>
internal sealed class InvoiceRoutes(BindleServerSettings settings, BindleStore store, HostSigning signing)
{
    public static BindleAnswer Missing(BindleStore store, string id, BindleCall call)
    {
        if (IsFlagged(call) is null)
        {
            return BindleAnswer.BadQuery;
        }

        var (invoice, refusal) = LoadOpen(store, id, isFlagged: false);
        if (invoice is null)
        {
            return refusal!;
        }

        var labels = Labels(invoice).ToList();
        return labels.Exists(label => File.Exists(store.FolderOf(Sha(label))))
            ? BindleAnswer.Internal
            : BindleAnswer.Of(
                200,
                new JsonObject
                {
                    ["missing"] = new JsonArray(
                        [.. labels.Where(label => !File.Exists(store.FileOf(Sha(label))))
                            .Select(label => label.DeepClone())]),
                },
                call.Accept);
    }

    public Task<BindleAnswer> AnswerAsync(BindleCall call, string tail)
    {
        var parts = tail.Split('@');
        return call.Method switch
        {
            "DELETE" => Task.FromResult(Yank(tail, call.Accept)),
            "POST" when tail.Length == 0 => CreateAsync(call),
            "POST" when parts.Length == 2 => UploadAsync(call, parts[0], parts[1]),
            "GET" or "HEAD" when parts.Length == 2 => Task.FromResult(Download(parts[0], parts[1])),
            "GET" or "HEAD" when parts.Length == 1 && IsFlagged(call) is { } isFlagged =>
                Task.FromResult(Get(tail, isFlagged, call.Accept)),
            _ => Task.FromResult(BindleAnswer.BadUrl),
        };
    }

    // Null for a flag that is neither true nor false.
    private static bool? IsFlagged(BindleCall call) =>
        call.Parameters().Where(parameter => parameter.Name == "yanked").Select(parameter => parameter.Value)
            .ToList() switch
        {
            [] or ["false"] => false,
            ["true"] => true,
            _ => null,
        };

    private static (JsonObject? Invoice, BindleAnswer? Refusal) LoadOpen(
        BindleStore store, string id, bool isFlagged, bool isDecoding = false)
    {
        var (invoice, refusal) = Load(store, id, isDecoding);
        return invoice is not null && !isFlagged && invoice["yanked"] is { } yanked && (bool)yanked
            ? (null, BindleAnswer.Yanked)
            : (invoice, refusal);
    }

    // Better than the real server, which knows the raw text alone: then decoded once (spec/bindle.md 10.6 row 121).
    private static (JsonObject? Invoice, BindleAnswer? Refusal) Load(BindleStore store, string id, bool isDecoding)
    {
        var raw = store.Load(id);
        var decoded = raw.Invoice is null && isDecoding && id.Contains('%', StringComparison.Ordinal)
            ? Uri.UnescapeDataString(id) : id;
        if (decoded == id || decoded.Any(char.IsControl) || raw.Refusal!.Status != 404)
        {
            return raw;
        }

        var second = store.Load(decoded);
        return second.Invoice is null ? raw : second;
    }

    private BindleAnswer Get(string id, bool isFlagged, string accept)
    {
        var (invoice, refusal) = LoadOpen(store, id, isFlagged, settings.DecodesIds);
        if (invoice is null)
        {
            return refusal!;
        }

        // A real store holds the text that its server gives, so what lies there is given as it is.
        var answer = BindleAnswer.Of(200, invoice, accept);
        return answer.ContentType == "application/toml" && store.TextOf(BindleStore.IdOf(invoice)) is { } text
            ? answer with { Body = text }
            : answer;
    }

    private BindleAnswer Yank(string id, string accept)
    {
        var (invoice, refusal) = store.Load(id);
        if (invoice is null)
        {
            return refusal!;
        }

        store.Yank(id, invoice);
        return BindleAnswer.Message("invoice yanked", accept);
    }

    private BindleAnswer Download(string id, string sha256)
    {
        var (label, refusal) = LabelOf(id, sha256);
        if (label is null)
        {
            return refusal!;
        }

        var file = store.FileOf(sha256);
        if (File.Exists(store.FolderOf(sha256)))
        {
            return BindleAnswer.Internal;
        }

        var mediaType = (string)label["mediaType"]!;
        if (mediaType.Any(c => char.IsControl(c) && c != '\t') || Directory.Exists(file))
        {
            return BindleAnswer.Abort;
        }

        if (!File.Exists(file))
        {
            return BindleAnswer.NotFound;
        }

        // The label's word counts: more bytes than it says are cut off, fewer leave the answer unfinished.
        return new BindleAnswer(200, mediaType, default)
        {
            File = file,
            DeclaredLength = (long)Math.Min(Size(label), long.MaxValue),
        };
    }

    private async Task<BindleAnswer> UploadAsync(BindleCall call, string id, string sha256)
    {
        var (label, refusal) = LabelOf(id, sha256);
        return label is null
            ? refusal!
            : await store.UploadAsync(sha256, Size(label), call.Body) ?? BindleAnswer.Message(
                "parcel created", call.Accept);
    }

    private (JsonObject? Label, BindleAnswer? Refusal) LabelOf(string id, string sha256)
    {
        var (invoice, refusal) = LoadOpen(store, id, isFlagged: false, settings.DecodesIds);
        var label = invoice is null ? null : Labels(invoice).FirstOrDefault(label => Sha(label) == sha256);
        return invoice is null || label is not null
            ? (label, refusal)
            : (null, BindleAnswer.Error(400, $"Parcel SHA {sha256} does not exist in invoice {id}"));
    }

    private async Task<BindleAnswer> CreateAsync(BindleCall call)
    {
        var bytes = await ReadAsync(call.Body);
        if (bytes is null)
        {
            return BindleAnswer.Error(413, "invoice is larger than this server takes");
        }

        var type = call.First("Content-Type");
        return ContentTypeFault(type) is { } fault
            ? BindleAnswer.Error(400, $"Request body toml deserialize error: {fault}")
            : Create(bytes, type is null, call.Accept);
    }

    private BindleAnswer Create(byte[] bytes, bool isJson, string accept)
    {
        var fault = BindleData.FaultOf(bytes, isJson);
        if (fault is not null || (isJson ? BindleData.FromJson(bytes) : BindleData.FromToml(bytes)) is not { } invoice)
        {
            return BindleAnswer.Error(400, $"Request body {(isJson ? "" : "toml ")}deserialize error: {fault}");
        }

        if (signing.Add(invoice) is { } refused)
        {
            return BindleAnswer.Error(400, refused);
        }

        if (invoice["yanked"] is { } yanked && (bool)yanked)
        {
            return BindleAnswer.Error(422, "bindle cannot be created as yanked");
        }

        return store.Create(invoice) ?? Created(invoice, accept);
    }

    private BindleAnswer Created(JsonObject invoice, string accept)
    {
        // Folders are counted here, also empty ones that a failed upload left (spec/bindle.md 5.7).
        var missing = Labels(invoice).Where(label => settings.IsEmbedded
            ? !File.Exists(store.FileOf(Sha(label)))
            : !Directory.Exists(store.FolderOf(Sha(label)))).ToList();
        var data = new JsonObject { ["invoice"] = invoice.DeepClone() };
        if (missing.Count > 0)
        {
            data["missing"] = new JsonArray([.. missing.Select(label => label.DeepClone())]);
        }

        return BindleAnswer.Of(missing.Count > 0 ? 202 : 201, data, accept);
    }

    private static string? ContentTypeFault(string? type)
    {
        var essence = type?.Split(';')[0].Trim() ?? "application/toml";
        return !essence.Contains('/', StringComparison.Ordinal)
            ? "mime parse error: a slash (/) was missing between the type and subtype"
            : essence.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma
                ? $"mime parse error: an invalid token was encountered, 2C at position {comma}"
                : essence.Equals("application/toml", StringComparison.OrdinalIgnoreCase) ? null
                    : "content-type is not TOML";
    }

    private async Task<byte[]?> ReadAsync(Stream body)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int read; (read = await body.ReadAsync(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > settings.MaxInvoiceBytes)
            {
                return null;
            }
        }

        return bytes.ToArray();
    }

    private static IEnumerable<JsonObject> Labels(JsonObject invoice) => invoice["parcel"] is JsonArray parcels
        ? parcels.Select(parcel => (JsonObject)parcel!["label"]!)
        : [];

    private static string Sha(JsonObject label) => (string)label["sha256"]!;

    private static ulong Size(JsonObject label) => (ulong)(long)label["size"]!;
}
