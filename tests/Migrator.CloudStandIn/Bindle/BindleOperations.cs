using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Migrator.StandIn.Api;
using Migrator.StandIn.Http;
using Migrator.Testing.BindleServer;

namespace Migrator.StandIn.Bindle;

/// <summary>What the cloud has of a Bindle server: push, and read by id (2.2 steps 8 to 11).</summary>
internal sealed class BindleOperations(BindleShelf bindles, StandInOptions options)
{
    private const string Toml = "application/toml";

    internal IEnumerable<Operation> All => options.BindleUpload == BindleUpload.Off
        ? []
        :
        [
            new("POST", "/api/registry/_i", Create) { TakesBytes = true },
            new("GET", "/api/registry/_i/{bindleName}", Get) { TakesRest = true },
            new("POST", "/api/registry/_i/{bindleName}", Upload) { TakesRest = true, TakesBytes = true },
            new("GET", "/api/storages", List),
        ];

    private Answer Create(ApiCall call)
    {
        if (options.BindleUpload == BindleUpload.ReadOnly)
        {
            return Error(403, "bindles can no longer be pushed");
        }

        var bytes = call.Bytes.ToArray();
        if (BindleData.FaultOf(bytes, isJson: false) is { } fault || BindleData.FromToml(bytes) is not { } invoice)
        {
            return Error(400, "Request body toml deserialize error");
        }

        var bindle = new StoredBindle(invoice);
        if (bindle.Size > options.Quotas.PackageBytes.Limit)
        {
            return Error(400, options.Quotas.PackageBytes.Refusal.Title);
        }

        return bindles.TryAdd(bindle) ? Created(bindle) : Error(409, "resource already exists");
    }

    private static Answer Created(StoredBindle bindle)
    {
        var data = new JsonObject { ["invoice"] = bindle.Invoice.DeepClone() };
        if (bindle.Missing.IsEmpty)
        {
            return Of(201, data);
        }

        data["missing"] = new JsonArray([.. bindle.Missing.Select(label => label.DeepClone())]);
        return Of(202, data);
    }

    private Answer Get(ApiCall call)
    {
        var (id, digest) = Split(call.Value("bindleName"));
        return bindles.Find(id) switch
        {
            null => Error(404, "resource not found"),
            { } bindle when digest is null => Of(200, bindle.Invoice),
            { } bindle => bindle.Parcels.TryGetValue(digest, out var parcel)
                ? new Answer(200) { Body = parcel }.With("Content-Type", "application/octet-stream")
                : Error(404, "resource not found"),
        };
    }

    private Answer Upload(ApiCall call)
    {
        var (id, digest) = Split(call.Value("bindleName"));
        if (options.BindleUpload == BindleUpload.ReadOnly)
        {
            return Error(403, "bindles can no longer be pushed");
        }

        if (digest is null || bindles.Find(id) is not { } bindle)
        {
            return Error(404, "resource not found");
        }

        if (bindle.Labels.FirstOrDefault(label => (string)label["sha256"]! == digest) is not { } label)
        {
            return Error(400, $"Parcel SHA {digest} does not exist in invoice {id}");
        }

        if ((long)label["size"]! != call.Bytes.Length
            || Convert.ToHexStringLower(SHA256.HashData(call.Bytes.Span)) != digest)
        {
            return Error(400, "digest does not match");
        }

        bindle.Parcels[digest] = call.Bytes;
        return Of(200, new JsonObject { ["message"] = "parcel created" });
    }

    private Answer List(ApiCall call)
    {
        var search = call.Query("searchText");
        var names = bindles.Names.ToList();
        var found = names.FindAll(name => name.Contains(search, StringComparison.Ordinal));
        return Page.OfTexts(call, found, names.Count);
    }

    // Names have slashes, versions may have neither slash nor @.
    private static (string Id, string? Digest) Split(string name)
    {
        var mark = name.LastIndexOf('@');
        return mark < 0 ? (name, null) : (name[..mark], name[(mark + 1)..]);
    }

    private static Answer Error(int status, string text) => Of(status, new JsonObject { ["error"] = text });

    private static Answer Of(int status, JsonObject data) =>
        Answer.OfText(status, BindleData.ToToml(data) ?? "", Toml);
}
