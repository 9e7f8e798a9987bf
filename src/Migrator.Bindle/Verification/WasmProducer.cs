namespace Migrator.Bindle.Verification;

/// <summary>A tool that processed a module.</summary>
/// <param name="Name">Its name, such as <c>clang</c>.</param>
/// <param name="Version">Its version, as the tool writes it.</param>
public sealed record WasmProducer(string Name, string Version);
