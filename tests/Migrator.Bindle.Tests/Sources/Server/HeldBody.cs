using Microsoft.AspNetCore.Http;

namespace Migrator.Bindle.Tests.Sources.Server;

/// <summary>Holds the body of the first request that it is shown back, from when the server asks for it.</summary>
internal sealed class HeldBody
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests;

    /// <summary>Done when the server wants the body.</summary>
    public Task Asked => _asked.Task.WaitAsync(TimeSpan.FromMinutes(1));

    public void TakeFirst(HttpContext context)
    {
        if (Interlocked.Increment(ref _requests) == 1)
        {
            context.Request.Body = new Held(context.Request.Body, this);
        }
    }

    public void Release() => _released.TrySetResult();

    private sealed class Held(Stream inner, HeldBody gate) : MemoryStream
    {
        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            gate._asked.TrySetResult();
            await gate._released.Task.WaitAsync(cancellationToken);
            await inner.CopyToAsync(destination, bufferSize, cancellationToken);
        }
    }
}
