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
    /// <param name="request">Which, and what it may take.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The document.</returns>
    /// <exception cref="BindleSourceException">The server does not give it.</exception>
    /// <exception cref="AnswerTooLargeException">It has more bytes.</exception>
    public async Task<ServerDocument> GetAsync(DocumentRequest request, CancellationToken cancellationToken)
    {
        var reply = await TryGetAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.Document ?? throw Refused(reply.Refusal!, request.Subject);
    }

    /// <summary>Asks for a document; a refusal is an outcome, not an exception.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<(ServerDocument? Document, ServerRefusal? Refusal)> TryGetAsync(
        DocumentRequest request, CancellationToken cancellationToken)
    {
        var reply = await GetTwiceAsync(request, TomlFirst, cancellationToken).ConfigureAwait(false);

        // A server that cannot write an invoice as TOML answers with nothing at all, and still can as JSON.
        if (reply.Document is { Bytes.IsEmpty: true })
        {
            reply = await GetTwiceAsync(request, JsonOnly, cancellationToken).ConfigureAwait(false);
        }

        return reply.Document is { Bytes.IsEmpty: true }
            ? throw Unusable(request.Subject, "answers with nothing")
            : reply;
    }

    /// <summary>The exception for a refusal.</summary>
    public BindleSourceException Refused(ServerRefusal refusal, string subject) =>
        connection.Fault(
            connection.Address.ToString(),
            $"Bindle server {connection.Address} {refusal.Explain(subject)}",
            refusal.Failure);

    /// <summary>Reads what an answer other than 200 says.</summary>
    public async Task<ServerRefusal> ReadRefusalAsync(ServerAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            var (body, isWhole) = await ReadBodyAsync(
                answer, ServerRefusal.MaxBytes, ServerRefusal.MaxTime, cancellationToken).ConfigureAwait(false);

            // A secret that was sent back could be cut in two where the reading ended.
            return ServerRefusal.Of(answer, isWhole ? body : ReadOnlyMemory<byte>.Empty);
        }
        catch (Exception failure) when (failure is IOException or BindleSourceException)
        {
            // The status says enough.
            return ServerRefusal.Of(answer, ReadOnlyMemory<byte>.Empty);
        }
    }

    // A body that was cut short is thrown away and asked for once more (spec/bindle.md 10.6 row 103).
    private async Task<(ServerDocument? Document, ServerRefusal? Refusal)> GetTwiceAsync(
        DocumentRequest request, string accept, CancellationToken cancellationToken)
    {
        try
        {
            return await GetOnceAsync(request, accept, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return await GetLastAsync(request, accept, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(ServerDocument? Document, ServerRefusal? Refusal)> GetLastAsync(
        DocumentRequest request, string accept, CancellationToken cancellationToken)
    {
        try
        {
            return await GetOnceAsync(request, accept, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            throw connection.Failed(
                $"broke off twice within {request.Subject}: {connection.ReasonOf(failure)} Run again later.");
        }
    }

    private async Task<(ServerDocument? Document, ServerRefusal? Refusal)> GetOnceAsync(
        DocumentRequest request, string accept, CancellationToken cancellationToken)
    {
        using var answer = await connection.GetAsync(request.Tail, accept, cancellationToken).ConfigureAwait(false);
        if (answer.Status != HttpStatusCode.OK)
        {
            return (null, await ReadRefusalAsync(answer, cancellationToken).ConfigureAwait(false));
        }

        var isJson = RequireDocument(answer, request.Subject);
        var (bytes, isWhole) = await ReadBodyAsync(answer, request.MaxBytes, request.MaxTime, cancellationToken)
            .ConfigureAwait(false);
        connection.RequireNoSecret(bytes, request.Subject);
        return isWhole
            ? (new ServerDocument(bytes, isJson), null)
            : throw new AnswerTooLargeException(
                connection.Address.ToString(),
                $"Bindle server {connection.Address} sends more than {request.MaxBytes} bytes for {request.Subject}; "
                + "that many are read. Raise the limit if it is genuine.");
    }

    private bool RequireDocument(ServerAnswer answer, string subject)
    {
        if (answer.ContentEncoding is { } coding)
        {
            throw Unusable(
                subject,
                $"sends it in the coding {MessageText.Quote(connection.Redact(coding))}, which was not asked for");
        }

        var type = answer.ContentType?.Split(';')[0].Trim() ?? "application/toml";
        var subtype = type[(type.LastIndexOf('/') + 1)..].Split('+')[0];
        return subtype.ToUpperInvariant() switch
        {
            "TOML" => false,
            "JSON" => true,
            _ => throw Unusable(
                subject,
                $"answers with {MessageText.Quote(connection.Redact(type))} where TOML belongs. Check its address, "
                + "which as a rule ends in /v1/, and whether a login page stands before it"),
        };
    }

    private Task<(byte[] Bytes, bool IsWhole)> ReadBodyAsync(
        ServerAnswer answer, int limit, TimeSpan maxTime, CancellationToken cancellationToken) =>
        connection.WholeWithinAsync(maxTime, stop => ReadAllAsync(answer, limit, stop), cancellationToken);

    private async Task<(byte[] Bytes, bool IsWhole)> ReadAllAsync(
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
        connection.Fault(
            connection.Address.ToString(),
            $"Bindle server {connection.Address}, asked for {subject}, {what}.",
            SourceFailure.Unusable);
}
