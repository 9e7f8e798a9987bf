namespace Migrator.Conversion.Spin;

/// <summary>What starts an application's components (spec/spin-oci.md 1.3).</summary>
/// <param name="Type">The kind: <c>http</c>, <c>redis</c>, or the name of a plugin's trigger.</param>
internal abstract record ApplicationTrigger(string Type)
{
    /// <summary>HTTP requests.</summary>
    /// <param name="Base">What stands before every route; <c>/</c> when the manifest has none.</param>
    public sealed record Http(string Base) : ApplicationTrigger("http");

    /// <summary>Messages of a Redis server.</summary>
    /// <param name="Address">The server.</param>
    public sealed record Redis(string Address) : ApplicationTrigger("redis");

    /// <summary>A plugin's trigger.</summary>
    /// <param name="Type">The plugin's name for it.</param>
    /// <param name="Parameters">Every key but <c>type</c>.</param>
    public sealed record External(string Type, SpinValue.Table Parameters) : ApplicationTrigger(Type);
}
