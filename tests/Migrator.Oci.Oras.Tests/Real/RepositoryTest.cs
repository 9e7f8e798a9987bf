using Migrator.Oci.Targets;
using Migrator.Testing;
using Migrator.Testing.Registries;
using OrasProject.Oras.Registry;
using OrasProject.Oras.Registry.Remote;

namespace Migrator.Oci.Oras.Tests.Real;

/// <summary>ORAS' own client of registries, against a real one.</summary>
public sealed class RepositoryTest : TargetConformance, IAsyncLifetime
{
    private RegistryProcess _registry = null!;

    public async Task InitializeAsync() => _registry = await RegistryProcess.StartAsync();

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    protected override Task<ITarget> OpenAsync()
    {
        var name = $"{_registry.Host}/conformance/{Guid.NewGuid():N}";
        var repository = new Repository(new RepositoryOptions
        {
            Reference = Reference.Parse(name),
            Client = new PlainClient(),
            PlainHttp = true,
        });
        return Task.FromResult<ITarget>(
            new OrasTarget(repository, $"registry {name}", new TargetTraits(IsPushOnly: false, LooksCost: true)));
    }
}
