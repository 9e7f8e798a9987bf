using Migrator.Testing;

namespace Migrator.Cli.Tests.EndToEnd;

/// <summary>One real registry for all tests of a class.</summary>
public sealed class RegistryFixture : IAsyncLifetime
{
    private RegistryProcess? _registry;

    /// <summary>Where it listens.</summary>
    public string Host => _registry!.Host;

    public async Task InitializeAsync() => _registry = await RegistryProcess.StartAsync();

    public async Task DisposeAsync()
    {
        if (_registry is not null)
        {
            await _registry.DisposeAsync();
        }
    }
}
