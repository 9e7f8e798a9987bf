namespace Migrator.Testing.Registries;

/// <summary>The words of a refusal.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The code in the body.</param>
/// <param name="Message">The message in the body.</param>
public sealed record RegistryRefusal(int Status, string Code, string Message);
