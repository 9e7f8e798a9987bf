using Migrator.Oci.Targets;
using Migrator.Oci.Targets.Registry;
using Migrator.Testing;
using Migrator.Testing.Registries;

namespace Migrator.Oci.Tests.Targets.Registry;

/// <summary>The target over one kind of registry.</summary>
public abstract class PersonalityConformance(RegistryPersonality personality, RegistryProfile profile)
    : TargetConformance, IAsyncLifetime
{
    private HostedTarget? _hosted;

    public async Task InitializeAsync() => _hosted = await HostedTarget.StartAsync(personality, profile);

    public async Task DisposeAsync() => await _hosted!.DisposeAsync();

    protected override Task<ITarget> OpenAsync() => Task.FromResult<ITarget>(_hosted!.Open());
}

public sealed class Distribution2Conformance()
    : PersonalityConformance(RegistryPersonalities.Distribution28, RegistryProfile.Distribution2);

public sealed class Distribution3Conformance()
    : PersonalityConformance(RegistryPersonalities.Distribution3, RegistryProfile.Distribution3);

public sealed class ZotConformance() : PersonalityConformance(RegistryPersonalities.Zot, RegistryProfile.Zot);

public sealed class HarborConformance() : PersonalityConformance(RegistryPersonalities.Harbor, RegistryProfile.Harbor);

public sealed class GhcrConformance() : PersonalityConformance(RegistryPersonalities.Ghcr, RegistryProfile.Ghcr);

public sealed class GarConformance() : PersonalityConformance(RegistryPersonalities.Gar, RegistryProfile.Gar);

public sealed class AcrConformance() : PersonalityConformance(RegistryPersonalities.Acr, RegistryProfile.Acr);

public sealed class DockerHubConformance()
    : PersonalityConformance(RegistryPersonalities.DockerHub, RegistryProfile.DockerHub);
