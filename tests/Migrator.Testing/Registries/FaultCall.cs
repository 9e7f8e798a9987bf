namespace Migrator.Testing.Registries;

/// <summary>A request that meets a fault.</summary>
/// <param name="Host">The registry.</param>
/// <param name="Request">The request.</param>
/// <param name="ServeAsync">Does what the registry would have done without the fault.</param>
public sealed record FaultCall(RegistryHost Host, ReceivedRequest Request, Func<Task<RegistryAnswer>> ServeAsync);
