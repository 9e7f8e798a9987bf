using System.Net;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Server;

/// <summary>A live Bindle server, read over HTTP/1.1 or HTTP/2 (spec/bindle.md 5).</summary>
/// <remarks>
/// Sends GET only. Invoices come within a bound, parcels stream. The credential goes to the server's own origin and
/// stands in no message. Yanked invoices can be read; their parcels are not given by servers. Safe for use by several
/// threads at once.
/// </remarks>
public sealed class BindleServerSource : IBindleSource
{
    private const int MaxKeyringBytes = 1 << 20;
    private static readonly TimeSpan MaxKeyringTime = TimeSpan.FromSeconds(30);
    private readonly BindleServerOptions _options;
    private readonly ServerConnection _connection;
    private readonly ServerReader _reader;

    /// <summary>Makes the source; asks nothing yet.</summary>
    /// <param name="handler">
    /// Sends the requests, and must leave redirects and encodings alone, as that of <see cref="BindleServerHandlers"/>
    /// does; others, such as retrying ones, may stand before it. Disposed with the source.
    /// </param>
    /// <param name="options">Which server, and how.</param>
    /// <param name="clock">Measures how long the server is silent.</param>
    public BindleServerSource(HttpMessageHandler handler, BindleServerOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        _options = options;
        _connection = new ServerConnection(handler, options, clock);
        _reader = new ServerReader(_connection);
    }

    /// <inheritdoc/>
    public string Description => $"Bindle server {_options.Address}";

    /// <summary>Lists what the server's index holds for the query, yanked bindles included.</summary>
    /// <inheritdoc/>
    public IAsyncEnumerable<BindleEntry> ListAsync(CancellationToken cancellationToken) =>
        new ServerInventory(_reader, _options).ListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<BindlePackage> OpenAsync(BindleId? id, CancellationToken cancellationToken)
    {
        id ??= await FindOnlyAsync(cancellationToken).ConfigureAwait(false);
        if (ServerPath.Refuse(id) is { } reason)
        {
            throw new BindleSourceException(
                id.ToString(),
                $"{MessageText.Line(id.ToString())} cannot be asked of a server: {reason}. Read the server's own "
                + "folder with --bindle-store.");
        }

        var subject = MessageText.Line(id.ToString());
        try
        {
            var document = await _reader.GetAsync(
                new DocumentRequest(ServerPath.Invoice(id), subject, _options.MaxInvoiceBytes), cancellationToken)
                .ConfigureAwait(false);
            return Pack(id, document);
        }
        catch (AnswerTooLargeException failure)
        {
            throw failure.ToSourceException();
        }
    }

    /// <summary>Reads the public keys by which the server signs as host (spec/bindle.md 5.11).</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>A keyring file, TOML; to be judged like any other, for the server vouches for itself.</returns>
    /// <exception cref="BindleSourceException">The server does not give them; those before 0.9 cannot.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadHostKeysAsync(CancellationToken cancellationToken)
    {
        var request = new DocumentRequest(ServerPath.HostKeys, "its host keys", MaxKeyringBytes)
        {
            MaxTime = MaxKeyringTime,
        };
        try
        {
            var (document, refusal) = await _reader.TryGetAsync(request, cancellationToken).ConfigureAwait(false);
            return document switch
            {
                { IsJson: true } => throw _connection.Unfit("gives its host keys as JSON; a keyring is TOML."),
                not null => document.Bytes,
                _ when refusal!.Status == HttpStatusCode.NotFound => throw _connection.Unfit(
                    "gives no host keys: servers before Bindle 0.9 have none to give. Leave --host-keys out, and name "
                    + "a file of the keys that are trusted: --keyring FILE."),
                _ => throw _reader.Refused(refusal, request.Subject),
            };
        }
        catch (AnswerTooLargeException failure)
        {
            throw failure.ToSourceException();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private BindlePackage Pack(BindleId id, ServerDocument document)
    {
        var reading = document.IsJson
            ? InvoiceJson.Read(document.Bytes, "invoice.json", _options.Lenient)
            : InvoiceToml.Read(document.Bytes, "invoice.toml", _options.Lenient);
        reading = reading with { Findings = [.. reading.Findings.Select(_connection.Redact)] };
        var bytes = document.Bytes;
        if (document.IsJson && reading.Invoice is { } invoice)
        {
            bytes = InvoiceToml.Write(invoice);
            reading = With(reading, ServerFindings.TextMadeAnew.Of(
                "invoice", "The server gives this invoice as JSON only; its text is written anew as TOML."));
        }

        if (reading.Invoice is { } given && !given.Id.Equals(id))
        {
            reading = With(reading, ServerFindings.OtherBindle.Of(
                "invoice",
                $"Asked for {MessageText.Line(id.ToString())}, the server gave the invoice of "
                + $"{MessageText.Line(_connection.Redact(given.Id.ToString()))}. Do not trust it; look at its store."));
        }

        var parcels = new ServerParcels(_reader, id, reading.Invoice, _options.MaxInvoiceBytes);
        return BindlePackage.Create($"{_options.Address}_i/{MessageText.Line(id.ToString())}", bytes, reading, parcels);
    }

    private async Task<BindleId> FindOnlyAsync(CancellationToken cancellationToken)
    {
        var found = new List<BindleId>();
        await foreach (var entry in ListAsync(cancellationToken).ConfigureAwait(false))
        {
            found.AddRange(entry.Id is { } id ? [id] : (ReadOnlySpan<BindleId>)[]);
            if (found.Count > 1)
            {
                break;
            }
        }

        return found.Count == 1
            ? found[0]
            : throw new BindleSourceException(
                _options.Address.ToString(),
                found.Count == 0
                    ? $"{Description} lists no bindle{OfQuery()}. It lists what its index holds, which can be less "
                        + "than it stores: name the bindle, NAME/VERSION, or give --bindle-store with the server's own "
                        + "folder."
                    : $"{Description} holds several bindles. Say which one by its id, NAME/VERSION.");
    }

    private string OfQuery() =>
        _options.Query.Length > 0 ? $" whose name holds {MessageText.Quote(_options.Query)}" : "";

    private static InvoiceReading With(InvoiceReading reading, Finding finding) =>
        reading with { Findings = reading.Findings.Add(finding) };
}
