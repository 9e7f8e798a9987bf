using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Migrator.Bindle.Invoices;

namespace Migrator.Testing.BindleServer;

/// <summary>The store of the file provider, with its habits (spec/bindle.md 5.7 and 9.1).</summary>
internal sealed class BindleStore(string folder, bool isEmbedded)
{
    private const string Unwritable = "invoice.json";
    private readonly Lock _lock = new();
    private List<(string Id, string Place)> _index = [];

    /// <summary>The ids that a search finds, in the order of their bytes.</summary>
    public IReadOnlyList<(string Id, string Place)> Index
    {
        get
        {
            lock (_lock)
            {
                return [.. _index.OrderBy(entry => entry.Id, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Fills the index as a start of the server does: up to the first place that is not sound.</summary>
    public void Restart()
    {
        Directory.CreateDirectory(Path.Combine(folder, "invoices"));
        var index = new List<(string, string)>();
        foreach (var place in Directory.GetFileSystemEntries(Path.Combine(folder, "invoices"))
            .Order(StringComparer.Ordinal))
        {
            var file = Path.Combine(place, "invoice.toml");
            if (!File.Exists(file) || Read(file) is not { } invoice || KeyOf(IdOf(invoice)) != Path.GetFileName(place))
            {
                break;
            }

            index.Add((IdOf(invoice), place));
        }

        lock (_lock)
        {
            _index = index;
        }
    }

    /// <summary>The stored text of an invoice; null when there is none.</summary>
    public byte[]? TextOf(string id)
    {
        var file = Path.Combine(PlaceOf(id), "invoice.toml");
        return File.Exists(file) ? File.ReadAllBytes(file) : null;
    }

    public static string IdOf(JsonObject invoice) =>
        $"{(string)invoice["bindle"]!["name"]!}/{(string)invoice["bindle"]!["version"]!}";

    /// <summary>Reads the invoice of an id.</summary>
    /// <returns>The invoice, or why there is none.</returns>
    public (JsonObject? Invoice, BindleAnswer? Refusal) Load(string id)
    {
        if (!BindleId.TryParse(id, out _))
        {
            return (null, BindleAnswer.BadId);
        }

        var place = PlaceOf(id);
        var file = Path.Combine(place, "invoice.toml");
        if (File.Exists(place) || Directory.Exists(file))
        {
            return (null, BindleAnswer.Internal);
        }

        if (File.Exists(Path.Combine(place, Unwritable)))
        {
            return (BindleData.FromJson(File.ReadAllBytes(Path.Combine(place, Unwritable))), null);
        }

        if (!File.Exists(file))
        {
            return (null, BindleAnswer.NotFound);
        }

        return Read(file) is { } invoice ? (invoice, null) : (null, BindleAnswer.Malformed);
    }

    /// <summary>Reads the invoice of a place of the index.</summary>
    public static JsonObject? ReadAny(string place) => File.Exists(Path.Combine(place, Unwritable))
        ? BindleData.FromJson(File.ReadAllBytes(Path.Combine(place, Unwritable)))
        : Read(Path.Combine(place, "invoice.toml"));

    private static JsonObject? Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        return BindleData.FaultOf(bytes, isJson: false) is null ? BindleData.FromToml(bytes) : null;
    }

    /// <summary>Stores a new invoice.</summary>
    /// <returns>Why not; null when it is stored.</returns>
    public BindleAnswer? Create(JsonObject invoice)
    {
        var id = IdOf(invoice);
        var place = PlaceOf(id);
        var file = Path.Combine(place, "invoice.toml");
        if (File.Exists(place) || File.Exists(file) || File.Exists(Path.Combine(place, Unwritable)))
        {
            return BindleAnswer.Exists;
        }

        if (File.Exists(Path.Combine(place, "invoice.toml.part")))
        {
            return BindleAnswer.Error(
                409, "a write operation is currently in progress for this resource and it cannot be accessed");
        }

        if (Directory.Exists(file))
        {
            return BindleAnswer.Internal;
        }

        Directory.CreateDirectory(place);
        var text = BindleData.ToToml(invoice);
        if (text is null && !isEmbedded)
        {
            return BindleAnswer.Error(400, "resource cannot be stored");
        }

        // The embedded provider keeps what TOML cannot say, in a form of its own.
        File.WriteAllText(text is null ? Path.Combine(place, Unwritable) : file, text ?? invoice.ToJsonString());
        lock (_lock)
        {
            _index.Add((id, place));
        }

        return null;
    }

    public void Yank(string id, JsonObject invoice)
    {
        invoice["yanked"] = true;
        File.WriteAllText(Path.Combine(PlaceOf(id), "invoice.toml"), BindleData.ToToml(invoice));
    }

    public string FolderOf(string sha256) => Path.Combine(folder, "parcels", Safe(sha256));

    public string FileOf(string sha256) => Path.Combine(FolderOf(sha256), "parcel.dat");

    /// <summary>Stores a parcel; a failure leaves its empty folder behind.</summary>
    public async Task<BindleAnswer?> UploadAsync(string sha256, ulong size, Stream body)
    {
        var place = FolderOf(sha256);
        if (!isEmbedded && File.Exists(place))
        {
            return BindleAnswer.Internal;
        }

        if (!isEmbedded && Directory.Exists(place))
        {
            return BindleAnswer.Exists;
        }

        if (!isEmbedded)
        {
            Directory.CreateDirectory(place);
        }

        using var bytes = new MemoryStream();
        await body.CopyToAsync(bytes);
        if ((ulong)bytes.Length != size)
        {
            return BindleAnswer.Error(400, "parcel size does not match invoice");
        }

        if (Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray())) != sha256)
        {
            return BindleAnswer.Error(400, "digest does not match");
        }

        if (File.Exists(FileOf(sha256)))
        {
            return BindleAnswer.Exists;
        }

        Directory.CreateDirectory(place);
        await File.WriteAllBytesAsync(FileOf(sha256), bytes.ToArray());
        return null;
    }

    private string PlaceOf(string id) => Path.Combine(folder, "invoices", KeyOf(id));

    private static string KeyOf(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    // The real server joins any text to its path; this one keeps to its folder.
    private static string Safe(string sha256) => sha256.All(char.IsAsciiLetterOrDigit)
        ? sha256
        : "unsafe-" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(sha256));
}
