namespace Migrator.Engine.Tests.Audit;

/// <summary>One change to an artifact.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Code">The finding that must tell of it.</param>
/// <param name="Change">Makes it.</param>
internal sealed record Mutation(string Name, string Code, Action<ArtifactSketch> Change);
