using Migrator.Testing.Registries;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>One <c>docker-registry</c> for all tests of a class.</summary>
public sealed class DockerRegistry : IAsyncLifetime
{
    private RegistryProcess? _process;

    /// <summary>Where it listens.</summary>
    public string Host => _process!.Host;

    public async Task InitializeAsync() => _process = await RegistryProcess.StartAsync();

    public async Task DisposeAsync() => await _process!.DisposeAsync();
}
