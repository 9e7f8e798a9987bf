using Migrator.Bindle.Sources.Server;

namespace Migrator.Cli.Commands;

/// <summary>The Bindle server of a command line.</summary>
/// <param name="Address">The server.</param>
/// <param name="IsNamed">Whether the command line itself names it, and not the environment.</param>
internal sealed record ServerPlace(BindleServerAddress Address, bool IsNamed);
