using System.Text.Json;
using Migrator.StandIn.Edge;

namespace Migrator.StandIn.Readiness;

/// <summary>
/// How the plugin waits for an app (spec/cloud-deploy.md 4.2): the first answer that matches ends the wait, which lies
/// within the time in which old and new answer side by side. Here to be measured beside better ways.
/// </summary>
/// <param name="http">Asks the app; the plugin keeps its connections.</param>
/// <param name="clock">The clock of pauses and of the time that is up.</param>
public sealed class FirstMatchReadiness(HttpClient http, TimeProvider clock)
{
    private const string DigestField = "oci_image_digest";

    /// <summary>The plugin's pause after a check that failed.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the plugin waits unless it is told otherwise.</summary>
    public static TimeSpan DefaultTimeout { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Waits as plugin 0.3.0 and later do.</summary>
    /// <param name="app">The app's address.</param>
    /// <param name="digest">The digest that was pushed.</param>
    /// <param name="timeout">How long; zero calls it ready unasked.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public async Task<ReadinessOutcome> WaitAsync(
        Uri app,
        string digest,
        TimeSpan timeout,
        CancellationToken cancellationToken = default)
    {
        var start = clock.GetUtcNow();
        if (timeout == TimeSpan.Zero)
        {
            return new ReadinessOutcome(true, start, 0);
        }

        for (var checks = 1; ; checks++)
        {
            if (await IsReadyAsync(app, digest, cancellationToken))
            {
                return new ReadinessOutcome(true, clock.GetUtcNow(), checks);
            }

            if (clock.GetUtcNow() - start >= timeout)
            {
                return new ReadinessOutcome(false, clock.GetUtcNow(), checks);
            }

            await Task.Delay(Interval, clock, cancellationToken);
        }
    }

    /// <summary>Asks once.</summary>
    /// <param name="app">The app's address.</param>
    /// <param name="digest">The digest that was pushed.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>Whether the plugin would call the app ready.</returns>
    public async Task<bool> IsReadyAsync(Uri app, string digest, CancellationToken cancellationToken = default)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(app, EdgeServer.InfoPath), cancellationToken);
            return answer.IsSuccessStatusCode
                && Matches(await answer.Content.ReadAsStringAsync(cancellationToken), digest);
        }
        catch (HttpRequestException)
        {
            // Whoever cannot be asked is not ready.
            return false;
        }
    }

    // What is no app's info counts as ready: the plugin's own trap, and a parking page walks into it.
    private static bool Matches(string body, string digest)
    {
        try
        {
            using var info = JsonDocument.Parse(body);
            var isInfo = info.RootElement.ValueKind == JsonValueKind.Object
                && info.RootElement.TryGetProperty("name", out var name)
                && name.ValueKind == JsonValueKind.String;
            return !isInfo
                || (info.RootElement.TryGetProperty(DigestField, out var said) && said.ValueEquals(digest));
        }
        catch (JsonException)
        {
            return true;
        }
    }
}
