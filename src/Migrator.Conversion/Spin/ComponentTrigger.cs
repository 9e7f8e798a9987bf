namespace Migrator.Conversion.Spin;

/// <summary>What starts one component; of the same kind as the application's trigger (spec/spin-oci.md 1.3).</summary>
internal abstract record ComponentTrigger
{
    private ComponentTrigger()
    {
    }

    /// <summary>Requests to a route.</summary>
    /// <param name="Route">The route as written, without the application's base.</param>
    /// <param name="Executor">How the component is called; null when the manifest does not say.</param>
    public sealed record Http(string Route, HttpExecutor? Executor) : ComponentTrigger;

    /// <summary>Messages of a channel.</summary>
    /// <param name="Channel">The channel.</param>
    /// <param name="HasExecutor">Whether the manifest names the executor <c>spin</c>: Spin 1 drops it, Spin 3 keeps
    /// it.</param>
    public sealed record Redis(string Channel, bool HasExecutor) : ComponentTrigger;

    /// <summary>Whatever a plugin's trigger takes.</summary>
    /// <param name="Values">Every key of the trigger.</param>
    public sealed record External(SpinValue.Table Values) : ComponentTrigger;
}
