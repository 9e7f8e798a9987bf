using System.Collections.Immutable;
using Migrator.Bindle.Verification;

namespace Migrator.Cli.Commands;

/// <summary>The command line asks for something that it cannot mean; exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    /// <summary>What is wrong with a file that it names.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];
}
