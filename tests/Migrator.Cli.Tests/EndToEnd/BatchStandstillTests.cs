using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Migrator.Engine.Journal;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing.Registries;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>
/// A batch that is stopped, and whose registry stands still while blobs are sent: the process gives it the time that
/// its uploads take to end, on one clock with it.
/// </summary>
public sealed class BatchStandstillTests : IDisposable
{
    private static readonly TimeSpan Patience = RegistryClient.StopTime / 2;
    private readonly BatchFolder _folder = new(1);
    private readonly FakeTimeProvider _clock = new();
    private readonly FaultGate _post = new();
    private readonly FaultGate _put = new();
    private readonly FaultGate _delete = new();
    private readonly FaultGate _others = new();
    private Task<CliRun>? _run;

    [Fact]
    public async Task Run_OpeningAnUploadIsNotAnswered_SaysThatItLeft()
    {
        await using var registry = await PlannedAsync();
        registry.Faults.OnEvery(RequestKind.UploadPost, Fault.Hang(_post));
        await StopAsync(_post, () =>
        {
            _clock.Advance(Patience);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Run_NeitherABlobNorItsCancellingIsAnswered_SaysThatItLeft()
    {
        await using var registry = await PlannedAsync();
        OpenOneUploadIn(registry);
        registry.Faults.OnEvery(RequestKind.UploadPut, Fault.Hang(_put));
        await StopAsync(_put, CancelInVainAsync);
    }

    [Fact]
    public async Task Run_AnUploadIsOpenedLateAndItsCancellingIsNotAnswered_SaysThatItLeft()
    {
        await using var registry = await PlannedAsync();
        registry.Faults.On(RequestKind.UploadPost, Fault.Hang(_post));
        OpenOneUploadIn(registry);
        await StopAsync(_post, () =>
        {
            _clock.Advance(Patience - TimeSpan.FromSeconds(1));
            _post.Release();
            return CancelInVainAsync();
        });
    }

    public void Dispose() => _folder.Dispose();

    private async Task<RegistryHost> PlannedAsync()
    {
        var registry = await RegistryHost.StartAsync();
        await CliRun.OfAsync("batch", "plan", _folder.WriteBatch(registry.Host, "batch"));
        registry.Faults.OnEvery(RequestKind.UploadDelete, Fault.Hang(_delete));
        return registry;
    }

    // With one upload alone, the clock can move as soon as its cancelling has come.
    private void OpenOneUploadIn(RegistryHost registry) => registry.Faults.When(
        request => request.Kind == RequestKind.UploadPost, Fault.Hang(_others), nth: 2, count: int.MaxValue);

    private async Task CancelInVainAsync()
    {
        await _delete.Entered;
        _clock.Advance(Patience);
    }

    private async Task StopAsync(FaultGate begun, Func<Task> afterDraining)
    {
        using var termination = new Termination(Composition.TerminationGrace, _clock);
        var exit = termination.RunAsync(async stop =>
        {
            _run = CliRun.OfAsync(
                context => context with { Clock = _clock, AllowGrace = termination.Allow },
                stop,
                "batch", "run", _folder.Journal("batch"), "--output", "json");
            return (await _run).ExitCode;
        });
        await begun.Entered;

        termination.Interrupt();
        _clock.Advance(Composition.DrainTime);
        await afterDraining();

        Assert.Equal(ExitCode.Cancelled, await exit.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.True(_run!.IsCompleted, "The process left before the run had ended.");
        using var last = JsonDocument.Parse((await _run).Output);
        Assert.Equal("cancelled", last.RootElement.GetProperty("ending").GetString());
        using var view = JournalView.Open(_folder.Journal("batch"));
        Assert.Equal(RunEnding.Cancelled, view.Runs()[^1].Ending);
    }
}
