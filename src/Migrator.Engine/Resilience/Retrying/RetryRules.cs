using Migrator.Engine.Resilience.Throttling;
using Migrator.Oci.Targets.Registry.Http;

namespace Migrator.Engine.Resilience.Retrying;

/// <summary>Decides whether a request is sent again, and when (spec/oci-peers.md 6c, rows 1 and 10 to 15).</summary>
internal sealed class RetryRules(ResilienceOptions options, ResilienceLog log, TimeProvider clock)
{
    private const int MaxTriesAtAnUnknownHost = 3;
    private const int MaxRefusals = 100;
    private const int MaxPauseDoublings = 4;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstRefusal = TimeSpan.FromSeconds(1);
    private readonly Backoff _backoff = new(options, clock);

    /// <summary>Judges an answer; true when the request is to be sent again after <see cref="Tries.Next"/>.</summary>
    public async ValueTask<bool> JudgeAsync(
        Tries tries, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (tries.Traits.IsCourtesy)
        {
            return false;
        }

        if (!tries.Traits.MaySendAgain)
        {
            tries.Gate.UploadEnded(isWell: FailureSign.Of(response, tries.Traits) is null);
        }

        if (BusySign.Of(response) is { } busy)
        {
            var hint = RetryAfter.ReadOrNull(response, clock)
                ?? await BodyHint.ReadOrNullAsync(response, clock, cancellationToken).ConfigureAwait(false);
            return Refused(tries, busy, hint);
        }

        return tries.Traits.MaySendAgain
            && FailureSign.Of(response, tries.Traits) is { } failure
            && Failed(tries, failure, options.Retries, RetryAfter.ReadOrNull(response, clock));
    }

    /// <summary>Judges a failure without an answer, as <see cref="JudgeAsync"/> does.</summary>
    public bool Judge(Tries tries, Exception failure, CancellationToken cancellationToken)
    {
        if (tries.Traits.IsCourtesy || cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        if (!tries.Traits.MaySendAgain)
        {
            tries.Gate.UploadEnded(isWell: false);
            return false;
        }

        if (BusySign.Of(failure) is { } busy)
        {
            return Refused(tries, busy, hint: null);
        }

        // A host that never answered is more likely misspelt than broken.
        var retries = FailureSign.IsUnreachable(failure) && !tries.Gate.HasAnswered
            ? Math.Min(options.Retries, MaxTriesAtAnUnknownHost)
            : options.Retries;
        return FailureSign.Of(failure, cancellationToken) is { } reason && Failed(tries, reason, retries, hint: null);
    }

    /// <summary>
    /// How long to wait before a request is sent at all. Whoever sends a blob again after its upload broke opens a new
    /// one at once; where uploads break, it waits like any other retry.
    /// </summary>
    public TimeSpan PauseBefore(RequestTraits request, HostGate gate) =>
        request.Operation == RegistryOperation.UploadStart && gate.BrokenUploads is > 0 and var broken
            ? _backoff.After(Math.Min(broken, MaxPauseDoublings), FirstRetry)
            : TimeSpan.Zero;

    private bool Failed(Tries tries, string reason, int retries, TimeSpan? hint)
    {
        tries.Failures++;
        if (tries.Failures > retries || hint > options.RetryMaxWait)
        {
            return GiveUp(tries, reason, hint);
        }

        tries.Next = Longer(hint, _backoff.After(tries.Failures, FirstRetry));
        log.Retried(tries.Gate, reason, tries.Next, tries.Attempts);
        return true;
    }

    // The host works and has no time: that is no failure, and the wait is the whole host's.
    private bool Refused(Tries tries, string reason, TimeSpan? hint)
    {
        tries.Refusals++;
        tries.Next = NextAfterRefusal(tries.Refusals, hint);
        tries.Waited += tries.Next;
        if (hint > options.RetryMaxWait
            || tries.Refusals > MaxRefusals
            || tries.Waited > options.RetryMaxWait * (options.Retries + 1))
        {
            return GiveUp(tries, reason, hint);
        }

        if (tries.Gate.TryClose(tries.Next))
        {
            log.Closed(tries.Gate, reason, tries.Next);
        }

        log.Retried(tries.Gate, reason, tries.Next, tries.Attempts);
        return true;
    }

    // A hint is believed once; a host that is still too busy after it is given more time than it asks for.
    private TimeSpan NextAfterRefusal(int refusals, TimeSpan? hint)
    {
        var wait = hint is null ? _backoff.After(refusals, FirstRefusal)
            : refusals == 1 ? hint.Value
            : Longer(hint, _backoff.After(refusals - 1, FirstRefusal));
        return wait < options.RetryMaxWait ? wait : options.RetryMaxWait;
    }

    private bool GiveUp(Tries tries, string reason, TimeSpan? hint)
    {
        var why = hint > options.RetryMaxWait
            ? $"{reason}: it asks for a wait of {hint.Value.TotalSeconds:0} seconds, and at most "
                + $"{options.RetryMaxWait.TotalSeconds:0} are granted (--retry-max-wait)"
            : $"{reason}, after {tries.Attempts} {(tries.Attempts == 1 ? "try" : "tries")}";
        tries.Request.Options.Set(RegistryRequestKeys.GivenUp, why);
        log.GivenUp(tries.Gate, why, tries.Attempts);
        return false;
    }

    private static TimeSpan Longer(TimeSpan? one, TimeSpan other) => one > other ? one.Value : other;
}
