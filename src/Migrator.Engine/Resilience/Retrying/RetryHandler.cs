using Migrator.Engine.Resilience.Pacing;
using Migrator.Engine.Resilience.Throttling;
using Polly;
using Polly.Retry;

namespace Migrator.Engine.Resilience.Retrying;

/// <summary>Sends requests again as <see cref="RetryRules"/> says.</summary>
internal sealed class RetryHandler : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<Tries> TriesKey = new("tries");
    private readonly HostGates _hosts;
    private readonly RetryRules _rules;
    private readonly TimeProvider _clock;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    public RetryHandler(HostGates hosts, RetryRules rules, TimeProvider clock, HttpMessageHandler inner)
        : base(inner)
    {
        _hosts = hosts;
        _rules = rules;
        _clock = clock;
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = int.MaxValue, // The rules have bounds of their own.
                ShouldHandle = JudgeAsync,
                DelayGenerator = attempt =>
                    ValueTask.FromResult<TimeSpan?>(Pause.RoundUp(TriesOf(attempt.Context).Next)),
            })
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var traits = RequestTraits.Of(request);
        traits.HoldBack(true);
        var tries = new Tries(request, traits, _hosts.Of(traits));
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(TriesKey, tries);
        try
        {
            await Pause.ForAsync(_rules.PauseBefore(traits, tries.Gate), _clock, cancellationToken)
                .ConfigureAwait(false);
            return await _pipeline.ExecuteAsync(SendOnceAsync, context).ConfigureAwait(false);
        }
        finally
        {
            traits.HoldBack(false);
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<HttpResponseMessage> SendOnceAsync(ResilienceContext context)
    {
        var tries = TriesOf(context);
        try
        {
            return await base.SendAsync(tries.Request, context.CancellationToken).ConfigureAwait(false);
        }
        finally
        {
            tries.Traits.HoldBack(true);
        }
    }

    private ValueTask<bool> JudgeAsync(RetryPredicateArguments<HttpResponseMessage> attempt)
    {
        var tries = TriesOf(attempt.Context);
        var stop = attempt.Context.CancellationToken;
        return attempt.Outcome switch
        {
            { Result: { } response } => _rules.JudgeAsync(tries, response, stop),
            { Exception: { } failure } => ValueTask.FromResult(_rules.Judge(tries, failure, stop)),
            _ => ValueTask.FromResult(false),
        };
    }

    private static Tries TriesOf(ResilienceContext context) => context.Properties.GetValue(TriesKey, null!);
}
