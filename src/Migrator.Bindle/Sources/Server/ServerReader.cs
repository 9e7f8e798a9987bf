using System.Net;
using Migrator.Bindle.Verification;

namespace Migrator.Bindle.Sources.Server;

/// <summary>Reads whole documents: invoices, lists, errors; each within a bound.</summary>
internal sealed class ServerReader(ServerConnection connection)
{
    private const string TomlFirst = "application/toml, application/json";
    private const string JsonOnly = "application/json";

    public ServerConnection Connection => connection;

    /// <summary>Asks for a document.</summary>
    /// <param name="tail">Path and query below the base path.</param>
    /// <param name="subject">What it is, for messages.</param>
    /// <param name="limit">The most bytes of it, at least 1.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The document.</returns>
    /// <exception cref="BindleSourceException">The server does not give it.</exception>
    /// <exception cref="AnswerTooLargeException">It has more bytes.</exception>
    public async Task<ServerDocument> GetAsync(
        string tail, string subject, int limit, CancellationToken cancellationToken)
    {
        var reply = await TryGetAsync(tail, subject, limit, cancellationToken).ConfigureAwait(false);
        return reply.Document ?? throw Refused(reply.Refusal!, subject);
    }

    /// <summary>Asks for a document; a refusal is an outcome, not an exception.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<(ServerDocument? Document, ServerRefusal? Refusal)> TryGetAsync(
        string tail, string subject, int limit, CancellationToken cancellationToken)
    {
        var reply = await GetTwiceAsync(tail, TomlFirst, subject, limit, cancellationToken).ConfigureAwait(false);

        // A server that cannot write an invoice as TOML answers with nothing at all, and still can as JSON.
        if (reply.Document is { Bytes.IsEmpty: true })
        {
            reply = await GetTwiceAsync(tail, JsonOnly, subject, limit, cancellationToken).ConfigureAwait(false);
        }

        return reply.Document is { Bytes.IsEmpty: true } ? throw Unusable(subject, "answers with nothing") : reply;
    }

    /// <summary>The exception for a refusal.</summary>
    public BindleSourceException Refused(ServerRefusal refusal, string subject) =>
        refusal.ToException(connection.Address, subject);

    /// <summary>Reads what an answer other than 200 says.</summary>
    public async Task<ServerRefusal> ReadRefusalAsync(ServerAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            var (body, _) = await ReadBodyAsync(answer, ServerRefusal.MaxBytes, cancellationToken)
                .ConfigureAwait(false);
            return ServerRefusal.Of(answer, body);
        }
        catch (IOException)
        {
            // The status says enough.
            return ServerRefusal.Of(answer, ReadOnlyMemory<byte>.Empty);
        }
    }

    // A body that was cut short is thrown away and asked for once more (spec/bindle.md 10.6 row 103).
    private async Task<(ServerDocument? Document, ServerRefusal? Refusal)> GetTwiceAsync(
        string tail, string accept, string subject, int limit, CancellationToken cancellationToken)
    {
        try
        {
            return await GetOnceAsync(tail, accept, subject, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return await GetLastAsync(tail, accept, subject, limit, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(ServerDocument? Document, ServerRefusal? Refusal)> GetLastAsync(
        string tail, string accept, string subject, int limit, CancellationToken cancellationToken)
    {
        try
        {
            return await GetOnceAsync(tail, accept, subject, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            throw connection.Failed(
                $"broke off twice within {subject}: {MessageText.Line(failure.Message)} Run again later.", failure);
        }
    }

    private async Task<(ServerDocument? Document, ServerRefusal? Refusal)> GetOnceAsync(
        string tail, string accept, string subject, int limit, CancellationToken cancellationToken)
    {
        using var answer = await connection.GetAsync(tail, accept, cancellationToken).ConfigureAwait(false);
        if (answer.Status != HttpStatusCode.OK)
        {
            return (null, await ReadRefusalAsync(answer, cancellationToken).ConfigureAwait(false));
        }

        var isJson = RequireDocument(answer, subject);
        var (bytes, isWhole) = await ReadBodyAsync(answer, limit, cancellationToken).ConfigureAwait(false);
        return isWhole
            ? (new ServerDocument(bytes, isJson), null)
            : throw new AnswerTooLargeException(
                connection.Address.ToString(),
                $"Bindle server {connection.Address} sends more than {limit} bytes for {subject}; that many are read. "
                + "Raise the limit if it is genuine.");
    }

    private bool RequireDocument(ServerAnswer answer, string subject)
    {
        if (answer.ContentEncoding is { } coding)
        {
            throw Unusable(subject, $"sends it in the coding {MessageText.Quote(coding)}, which was not asked for");
        }

        var type = answer.ContentType?.Split(';')[0].Trim() ?? "application/toml";
        var subtype = type[(type.LastIndexOf('/') + 1)..].Split('+')[0];
        return subtype.ToUpperInvariant() switch
        {
            "TOML" => false,
            "JSON" => true,
            _ => throw Unusable(
                subject,
                $"answers with {MessageText.Quote(type)} where TOML belongs. Check its address, which as a rule ends "
                + "in /v1/, and whether a login page stands before it"),
        };
    }

    private async Task<(byte[] Bytes, bool IsWhole)> ReadBodyAsync(
        ServerAnswer answer, int limit, CancellationToken cancellationToken)
    {
        var body = await answer.OpenBodyAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = body.ConfigureAwait(false);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 << 10];
        int read;
        while ((read = await connection.WithinAsync(
            stop => body.ReadAsync(buffer, stop).AsTask(), cancellationToken).ConfigureAwait(false)) > 0)
        {
            var taken = (int)Math.Min(read, limit - bytes.Length);
            bytes.Write(buffer, 0, taken);
            if (taken < read)
            {
                return (bytes.ToArray(), false);
            }
        }

        return (bytes.ToArray(), true);
    }

    private BindleSourceException Unusable(string subject, string what) =>
        new(connection.Address.ToString(), $"Bindle server {connection.Address}, asked for {subject}, {what}.");
}
