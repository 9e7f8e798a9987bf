namespace Migrator.Shared;

/// <summary>A stream that reads another from where it stands; those that derive say what they add.</summary>
/// <param name="inner">The other, which is disposed with this one.</param>
internal abstract class RelayStream(Stream inner) : ForwardStream
{
    /// <summary>The other.</summary>
    protected Stream Inner { get; } = inner;

    public override async ValueTask DisposeAsync()
    {
        await Inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
