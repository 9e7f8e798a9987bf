using Migrator.Bindle.Verification;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pipeline;
using Migrator.Engine.Resilience;
using Migrator.Oci.Auth;
using Migrator.Oci.Targets.Registry;
using Migrator.Oci.Targets.Registry.Http;
using Migrator.Testing.Registries;

namespace Migrator.Engine.Tests.FaultMatrix;

/// <summary>
/// One row of the fault matrix (spec/oci-peers.md 6c): a fault on the wire, and what a whole job makes of it.
/// </summary>
/// <param name="Number">The row.</param>
/// <param name="Fault">The fault.</param>
/// <param name="Status">How the job must end.</param>
internal sealed record MatrixRow(int Number, string Fault, JobStatus Status)
{
    /// <summary>The registry.</summary>
    public RegistryHostOptions Host { get; init; } = new();

    /// <summary>What the client knows of the registry.</summary>
    public RegistryProfile? Profile { get; init; }

    /// <summary>The client's credentials, made from the registry's host.</summary>
    public Func<string, ICredentialProvider>? Credentials { get; init; }

    /// <summary>How often and how hard the registry is asked; null to ask without retries, as a library may.</summary>
    public ResilienceOptions? Resilience { get; init; }

    /// <summary>How the client connects.</summary>
    public RegistryConnection Connection { get; init; } = new();

    /// <summary>The client's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether uploads may go to the storage host.</summary>
    public bool AllowsStorageHost { get; init; } = true;

    /// <summary>
    /// Whether an upload may stay open at the registry, because the client was never told, or not by anyone it trusts,
    /// where to close it.
    /// </summary>
    public bool MayLeaveSession { get; init; }

    /// <summary>What a bindle may be like.</summary>
    public VerificationPolicy Policy { get; init; } = new();

    /// <summary>How many blobs are pushed at once.</summary>
    public int Parallelism { get; init; } = 1;

    /// <summary>What goes wrong.</summary>
    public Action<MatrixJob> Script { get; init; } = _ => { };

    /// <summary>What must hold afterwards, besides what must hold after every row.</summary>
    public Action<MatrixJob, MigrationOutcome> Check { get; init; } = (_, _) => { };

    /// <summary>The row's name in test output.</summary>
    public string Name => $"{Number:00} {Fault}";

    /// <summary>The registry plays this.</summary>
    public MatrixRow At(RegistryPersonality personality) =>
        this with { Host = Host with { Personality = personality } };
}
