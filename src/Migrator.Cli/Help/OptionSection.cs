using System.CommandLine;

namespace Migrator.Cli.Help;

/// <summary>Options that belong together.</summary>
/// <param name="Heading">What they are about, such as <c>Network</c>.</param>
/// <param name="Options">The options, in the order of the help.</param>
internal sealed record OptionSection(string Heading, IReadOnlyList<Option> Options);
