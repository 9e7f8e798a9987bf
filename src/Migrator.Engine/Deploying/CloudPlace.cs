using Migrator.Cloud.Deployment;
using Migrator.Oci.Targets.Registry;

namespace Migrator.Engine.Deploying;

/// <summary>A cloud to deploy to: its API, and its registry.</summary>
/// <param name="Deployer">Deploys by the API; the caller disposes it.</param>
/// <param name="Registries">
/// Opens the registry, with <see cref="CloudRegistryCredentials"/> and the profile
/// <see cref="RegistryProfile.FermyonCloud"/>; the caller disposes it.
/// </param>
/// <param name="RegistryHost">
/// The registry's host, with its port if any; usually <see cref="CloudNames.RegistryHostFor"/>.
/// </param>
public sealed record CloudPlace(Deployer Deployer, RegistryClient Registries, string RegistryHost);
