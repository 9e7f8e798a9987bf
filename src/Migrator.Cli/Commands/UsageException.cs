namespace Migrator.Cli.Commands;

/// <summary>The command line asks for something that it cannot mean; exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
