using Migrator.Conversion;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Oci.Targets.Memory;

namespace Migrator.Engine.Tests.Fakes;

/// <summary>A job over a bindle and a target in memory; what all tests of the pipeline start from.</summary>
public abstract class MemoryJob : IAsyncDisposable
{
    /// <summary>The tag that the bindle's version gives.</summary>
    private protected const string Tag = "1.2.0_b1";

    private protected MemoryBindle Source { get; } =
        new MemoryBindle().With("a.txt", "first").With("b.txt", "second").With("c.txt", "third");

    private protected WatchedTarget Target { get; } = new(new MemoryTarget());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Target.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected MigrationRequest Request(string? tag = null) => new()
    {
        OpenSource = Source.OpenSourceAsync,
        Target = MigrationTarget.Of(Target, tag),
        Conversion = new ConversionOptions { Profile = Profile.Bindle },
    };

    private protected Task<MigrationOutcome> RunAsync(
        Func<MigrationRequest, MigrationRequest>? change = null, string? tag = null)
    {
        var request = Request(tag);
        return new MigrationPipeline(TimeProvider.System, NoObserver.Instance)
            .RunAsync(change is null ? request : change(request), CancellationToken.None);
    }
}
