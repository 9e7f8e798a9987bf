using System.Net;
using System.Text.Json;

namespace Migrator.Bindle.Sources.Server.Tokens;

/// <summary>Asks an issuer of tokens and reads its JSON, within bounds. Redirects are not followed.</summary>
internal sealed class IssuerHttp(HttpMessageInvoker http, TimeProvider clock, TokenRefusal refusal)
{
    private const int MaxAnswerBytes = 1 << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Asks.</summary>
    /// <param name="request">What is asked; over https.</param>
    /// <returns>The answer; the caller disposes it.</returns>
    /// <exception cref="BindleSourceException">None came, or another one than 200 with JSON.</exception>
    public async Task<JsonDocument> AskAsync(HttpRequestMessage request)
    {
        var host = request.RequestUri!.Authority;
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        using var limit = new CancellationTokenSource(Limit, clock);
        try
        {
            using var response = await http.SendAsync(request, limit.Token).ConfigureAwait(false);
            var body = await ReadAsync(response, host, limit.Token).ConfigureAwait(false);
            var answer = ParseOrNull(body);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                using (answer)
                {
                    throw Refused(response.StatusCode, host, answer);
                }
            }

            return answer ?? throw refusal.ForGood($"{host} answers with what is not JSON");
        }
        catch (OperationCanceledException failure)
        {
            throw refusal.ForNow($"{host} gave no whole answer within {Limit.TotalSeconds:0} seconds", failure);
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw refusal.ForGood($"no secure connection to {host}: {MessageOf(failure)}", failure);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            // The cause is left out, for its text could hold what was sent back.
            throw refusal.ForNow($"no answer from {host}: {MessageOf(failure)}");
        }
    }

    private static string MessageOf(Exception failure) => ServerFaults.QuotesTheWire(failure)
        ? "what comes breaks the rules of HTTP"
        : (failure.InnerException ?? failure).Message;

    private async Task<byte[]> ReadAsync(
        HttpResponseMessage response, string host, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = body.ConfigureAwait(false);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 << 10];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MaxAnswerBytes)
            {
                throw refusal.ForGood($"{host} answers with more than {MaxAnswerBytes} bytes");
            }
        }

        return bytes.ToArray();
    }

    private static JsonDocument? ParseOrNull(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // An issuer says why in "error" and "error_description" (RFC 6749 5.2).
    private BindleSourceException Refused(HttpStatusCode status, string host, JsonDocument? answer)
    {
        var words = answer is null
            ? []
            : (string?[])
            [
                answer.RootElement.TextOrNull("error"), answer.RootElement.TextOrNull("error_description"),
            ];
        var why = string.Join(": ", words.OfType<string>().Prepend($"{host} answers {(int)status}"));
        return status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or >= HttpStatusCode.InternalServerError
                ? refusal.ForNow(why)
                : refusal.ForGood(why);
    }
}
