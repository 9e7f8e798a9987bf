namespace Migrator.Engine.Resilience.Throttling;

/// <summary>Sends each request when its host bears it, and learns from the answers how much that is.</summary>
internal sealed class ThrottleHandler(HostGates hosts, ResilienceLog log, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var traits = RequestTraits.Of(request);
        if (traits.IsCourtesy)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var gate = hosts.Of(traits);
        using var turn = await gate.EnterAsync(traits.Lane, cancellationToken).ConfigureAwait(false);
        traits.HoldBack(false);
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (BusySign.Of(response) is not null || (int)response.StatusCode < 500)
            {
                Learn(gate, turn, BusySign.Of(response));
            }

            return response;
        }
        catch (Exception failure) when (BusySign.Of(failure) is not null)
        {
            Learn(gate, turn, BusySign.Of(failure));
            throw;
        }
    }

    private void Learn(HostGate gate, HostTurn turn, string? busy)
    {
        if (busy is null ? gate.TryRaise() : turn.TryCut())
        {
            log.LimitChanged(gate, busy);
        }
    }
}
