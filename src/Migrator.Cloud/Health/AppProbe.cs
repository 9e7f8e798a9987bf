using System.Net;
using System.Text.Json;
using Migrator.Cloud.Api.Http;

namespace Migrator.Cloud.Health;

/// <summary>Asks an application what it runs, each time over a new connection.</summary>
/// <param name="handler">Sends the requests, without keeping connections. The caller disposes it.</param>
/// <param name="timeout">How long one request may take.</param>
/// <param name="time">Times them.</param>
internal sealed class AppProbe(HttpMessageHandler handler, TimeSpan timeout, TimeProvider time) : IDisposable
{
    private const int MaxBytes = 64 * 1024;
    private readonly HttpMessageInvoker _invoker = new(handler, disposeHandler: false);

    /// <summary>Takes a sample.</summary>
    public async Task<ProbeSample> SampleAsync(Uri app, CancellationToken cancellationToken)
    {
        var answer = await AskOrNullAsync(new Uri(app, "/.well-known/spin/info"), cancellationToken)
            .ConfigureAwait(false);
        var (kind, identity) = answer is null ? (ProbeKind.Failed, null) : Judge(answer);
        return new ProbeSample(time.GetUtcNow(), kind, identity);
    }

    /// <summary>Takes samples one after the other.</summary>
    public async Task<IReadOnlyList<ProbeSample>> SampleAsync(
        Uri app, int count, TimeSpan interval, CancellationToken cancellationToken)
    {
        var samples = new List<ProbeSample>();
        while (samples.Count < count)
        {
            if (samples.Count > 0)
            {
                await Task.Delay(interval, time, cancellationToken).ConfigureAwait(false);
            }

            samples.Add(await SampleAsync(app, cancellationToken).ConfigureAwait(false));
        }

        return samples;
    }

    /// <summary>Whether the application says that it is healthy.</summary>
    public async Task<bool> IsHealthyAsync(Uri app, CancellationToken cancellationToken) =>
        await StatusOrNullAsync(new Uri(app, "/.well-known/spin/health"), cancellationToken).ConfigureAwait(false)
            == (int)HttpStatusCode.OK;

    /// <summary>The status of an answer; null when there is none.</summary>
    public async Task<int?> StatusOrNullAsync(Uri url, CancellationToken cancellationToken)
    {
        var answer = await AskOrNullAsync(url, cancellationToken).ConfigureAwait(false);
        return (int?)answer?.Status;
    }

    public void Dispose() => _invoker.Dispose();

    private static (ProbeKind Kind, string? Identity) Judge(CloudAnswer answer) => answer.Status switch
    {
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
            (ProbeKind.Gateway, null),
        HttpStatusCode.NotFound => (ProbeKind.Gone, null),
        HttpStatusCode.OK => OfInfo(answer.Body),
        _ => answer.IsSuccess ? (ProbeKind.Odd, null) : (ProbeKind.Failed, null),
    };

    // With both marks, the digest wins: only a host that runs OCI gives it (spec/cloud-deploy.md 4.1).
    private static (ProbeKind Kind, string? Identity) OfInfo(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return TextOrNull(document.RootElement, "name") is null ? (ProbeKind.Odd, null)
                : TextOrNull(document.RootElement, "oci_image_digest") is { } digest ? (ProbeKind.Oci, digest)
                : TextOrNull(document.RootElement, "bindle_version") is { } version ? (ProbeKind.Bindle, version)
                : (ProbeKind.Unmarked, null);
        }
        catch (JsonException)
        {
            return (ProbeKind.Odd, null);
        }
    }

    private static string? TextOrNull(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private async Task<CloudAnswer?> AskOrNullAsync(Uri url, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, url);
        message.Headers.ConnectionClose = true;
        message.Headers.TryAddWithoutValidation("Cache-Control", "no-cache");
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await _invoker.SendAsync(message, either.Token).ConfigureAwait(false);
            return await CloudAnswer.ReadAsync(response, MaxBytes, either.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (ConnectionFaults.IsOne(fault, cancellationToken))
        {
            // A sample of its own: nobody answered.
            return null;
        }
    }
}
