using System.Text.RegularExpressions;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Verification;
using Migrator.Testing;
using Migrator.Testing.BindleServer.Recordings;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>
/// Every answer that the real server ever gave is read as what it is: the right content, or the right error.
/// </summary>
public sealed partial class RecordedAnswersTests
{
    // 2^63 and 2^64-1: more than TOML has numbers for.
    private const string TooLarge = "size = 9223372036854775808";
    private const string MaxOffset = "18446744073709551615";
    private static readonly BindleServerAddress Address = BindleServerAddress.Parse("http://127.0.0.1:8080/v1");

    public static TheoryData<string> Names =>
    [
        .. Recording.NamesIn("exchanges"), .. Recording.NamesIn("clients"), .. Recording.NamesIn("stores/damaged"),
    ];

    [SharedFact]
    public void Recordings_AreWhole()
    {
        int Count(string folder) => Recording.NamesIn(folder).Sum(name => Recording.Read(name).Exchanges.Count());

        Assert.Equal((2158, 218, 425), (Count("exchanges"), Count("clients"), Count("stores/damaged")));
    }

    [SharedTheory]
    [MemberData(nameof(Names))]
    public async Task EveryAnswer_IsReadAsWhatItIs(string name)
    {
        var faults = new List<string>();
        foreach (var exchange in Recording.Read(name).Exchanges)
        {
            try
            {
                await JudgeAsync(exchange);
            }
            catch (Exception fault)
            {
                faults.Add($"{exchange.Place} {exchange.Title} {exchange.Method} {exchange.Path}: {fault.Message}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static Task JudgeAsync(RecordedExchange exchange)
    {
        var path = exchange.Path.Split('?')[0];
        var isGet = exchange.Method == "GET";
        return path switch
        {
            _ when isGet && Parcel().Match(path) is { Success: true } match && IdOf(match) is { } id =>
                JudgeParcelAsync(exchange, id, match.Groups["sha"].Value),
            _ when isGet && Invoice().Match(path) is { Success: true } match && IdOf(match) is { } id =>
                JudgeInvoiceAsync(exchange, id),
            _ when isGet && Missing().Match(path) is { Success: true } match && IdOf(match) is { } id =>
                JudgeMissingAsync(exchange, id),
            _ when isGet && path.StartsWith("/v1/_q", StringComparison.Ordinal) => JudgeListAsync(exchange),
            _ => JudgeDocumentAsync(exchange),
        };
    }

    private static async Task JudgeInvoiceAsync(RecordedExchange exchange, BindleId id)
    {
        await using var source = Source(exchange);
        if (exchange.Status != 200 || exchange.Body.Length == 0)
        {
            await AssertRefusedAsync(exchange, () => source.OpenAsync(id, CancellationToken.None));
            return;
        }

        var package = await source.OpenAsync(id, CancellationToken.None);
        if (exchange.Text.Contains(TooLarge, StringComparison.Ordinal))
        {
            // The real server writes TOML here that no TOML reader can read (spec/bindle.md 10.1 row 32).
            Assert.Contains(package.Findings, finding => finding.IsError);
            return;
        }

        Assert.DoesNotContain(
            package.Findings, finding => finding.IsError && finding.Kind != ServerFindings.OtherBindle);
        Assert.Equal(id, package.Invoice!.Id);
        Assert.Equal(LabelHeader().Count(exchange.Text), package.Invoice.Parcels.Length);
    }

    private static async Task JudgeParcelAsync(RecordedExchange exchange, BindleId id, string sha256)
    {
        await using var connection = Connection.To(exchange);
        var size = long.TryParse(exchange.Header("content-length"), out var length) ? length : exchange.Body.Length;
        var parcels = new ServerParcels(connection.Reader, id, WithParcel(id, sha256, size), 1 << 20);
        if (!Sha256Text.IsDigest(sha256))
        {
            // Never asked for: what is no digest is no part of a path.
            await Assert.ThrowsAsync<BindleSourceException>(() => ReadAsync(parcels, sha256));
            return;
        }

        if (exchange.Status != 200 || exchange.IsIncomplete)
        {
            await AssertRefusedAsync(exchange, () => ReadAsync(parcels, sha256));
            return;
        }

        Assert.Equal(exchange.Body.ToArray(), await ReadAsync(parcels, sha256));
    }

    private static async Task JudgeMissingAsync(RecordedExchange exchange, BindleId id)
    {
        await using var connection = Connection.To(exchange);
        var shas = Sha().Matches(exchange.Text).Select(match => match.Groups[1].Value).ToList();
        var other = new string('0', 64);
        var parcels = new ServerParcels(connection.Reader, id, WithParcel(id, other, 1), 1 << 20);
        if (exchange.Status != 200 && exchange.Error != "bindle is yanked" && exchange.Status is not (404 or 500))
        {
            await AssertRefusedAsync(exchange, async () => await parcels.ProbeAsync(other, CancellationToken.None));
            return;
        }

        Assert.Equal(exchange.Status == 200, (await parcels.ProbeAsync(other, CancellationToken.None)).IsPresent);
        foreach (var sha in shas)
        {
            Assert.False((await parcels.ProbeAsync(sha, CancellationToken.None)).IsPresent, sha);
        }
    }

    private static async Task JudgeListAsync(RecordedExchange exchange)
    {
        await using var source = Source(exchange);
        if (exchange.Status != 200 || exchange.Body.Length == 0
            || exchange.Text.Contains("= " + MaxOffset, StringComparison.Ordinal))
        {
            await AssertRefusedAsync(
                exchange, () => source.ListAsync(CancellationToken.None).ToListAsync(CancellationToken.None).AsTask());
            return;
        }

        var entries = await source.ListAsync(CancellationToken.None).ToListAsync(CancellationToken.None);

        Assert.Equal(
            InvoiceHeader().Count(exchange.Text), entries.Count(entry => entry.Id is not null && entry.Place != "_q"));
    }

    // No request of ours has such an answer, and reading one must not fail in another way than the rest.
    private static async Task JudgeDocumentAsync(RecordedExchange exchange)
    {
        await using var connection = Connection.To(exchange);
        var isDocument = exchange is { Status: 200, IsIncomplete: false, Body.Length: > 0 }
            && exchange.Header("content-type") is "application/toml" or "application/json";
        var task = connection.Reader.TryGetAsync(new DocumentRequest("x", "x", 1 << 20), CancellationToken.None);
        if (isDocument)
        {
            var faults = new List<Migrator.Bindle.Toml.TomlFault>();
            Assert.Equal(exchange.Body.ToArray(), (await task).Document!.Bytes.ToArray());
            Assert.NotNull((await task).Document!.Read(faults));
            Assert.Empty(faults);
        }
        else if (exchange.Status is null or 200)
        {
            await Assert.ThrowsAsync<BindleSourceException>(() => task);
        }
        else
        {
            var refusal = (await task).Refusal!;
            Assert.Equal((exchange.Status, exchange.Error is null), ((int)refusal.Status, refusal.Error is null));
        }
    }

    private static async Task AssertRefusedAsync(RecordedExchange exchange, Func<Task> ask)
    {
        var refusal = await Assert.ThrowsAsync<BindleSourceException>(ask);

        var expected = exchange switch
        {
            { Status: null } or { IsIncomplete: true } => SourceFailure.Temporary,
            { Status: 401 } => SourceFailure.Credentials,
            _ => SourceFailure.Unusable,
        };
        Assert.Equal(expected, refusal.Failure);
        Assert.DoesNotContain('\n', refusal.Message);
        if (exchange.Error is { } error && !error.Equals("bindle is yanked", StringComparison.Ordinal))
        {
            Assert.Contains(MessageText.Line(error), refusal.Message, StringComparison.Ordinal);
        }
    }

    private static async Task<byte[]> ReadAsync(ServerParcels parcels, string sha256)
    {
        await using var stream = await parcels.OpenAsync(sha256, CancellationToken.None);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static BindleServerSource Source(RecordedExchange exchange) => new(
        new AnsweringHandler(_ => AnsweringHandler.Of(exchange)),
        new BindleServerOptions { Address = Address },
        TimeProvider.System);

    private static BindleId? IdOf(Match match) => BindleId.TryParse(match.Groups["id"].Value, out var id)
        && ServerPath.Refuse(id) is null
            ? id
            : null;

    private static Invoice WithParcel(BindleId id, string sha256, long size) => new()
    {
        BindleVersion = "1.0.0",
        Id = id,
        Parcels = [new Parcel { Label = new Label { Sha256 = sha256, MediaType = "x/y", Name = "n", Size = size } }],
    };

    [GeneratedRegex("^/v1/_i/(?<id>[^@]+)$")]
    private static partial Regex Invoice();

    [GeneratedRegex("^/v1/_i/(?<id>[^@]+)@(?<sha>[^@]*)$")]
    private static partial Regex Parcel();

    [GeneratedRegex("^/v1/_r/missing/(?<id>.+)$")]
    private static partial Regex Missing();

    [GeneratedRegex("""^sha256 = "([0-9a-f]{64})"$""", RegexOptions.Multiline)]
    private static partial Regex Sha();

    [GeneratedRegex("""^\[parcel\.label\]$|"label":\{""", RegexOptions.Multiline)]
    private static partial Regex LabelHeader();

    [GeneratedRegex("""^\[\[invoices\]\]$|"bindleVersion":""", RegexOptions.Multiline)]
    private static partial Regex InvoiceHeader();

    private sealed class Connection(ServerConnection inner) : IAsyncDisposable
    {
        public ServerReader Reader { get; } = new(inner);

        public static Connection To(RecordedExchange exchange) => new(new ServerConnection(
            new AnsweringHandler(_ => AnsweringHandler.Of(exchange)),
            new BindleServerOptions { Address = Address },
            TimeProvider.System));

        public ValueTask DisposeAsync()
        {
            inner.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
