using System.CommandLine;
using Migrator.Cli.Commands;
using Migrator.Cli.Help;

namespace Migrator.Cli.Shells;

/// <summary>The commands that make a shell know the others.</summary>
internal static class ShellCommands
{
    private static readonly (string Word, Shell Shell)[] Names =
    [
        ("bash", Shell.Bash), ("zsh", Shell.Zsh), ("fish", Shell.Fish), ("powershell", Shell.PowerShell),
    ];

    /// <summary><c>bindle2oci completion</c>: prints a script for a shell.</summary>
    public static Command Completion()
    {
        var shell = new Argument<string>("shell")
        {
            HelpName = "shell",
            Description = "bash, zsh, fish or powershell.",
        };
        shell.AcceptOnlyFromAmong([.. Names.Select(name => name.Word)]);
        var command = new CliCommand("completion", "Prints the script that teaches a shell to complete this program.")
        {
            shell,
        };
        command.Examples =
        [
            "source <(bindle2oci completion bash)",
            "source <(bindle2oci completion zsh)",
            "bindle2oci completion fish > ~/.config/fish/completions/bindle2oci.fish",
            "bindle2oci completion powershell | Out-String | Invoke-Expression",
        ];
        command.SetAction(parsed => Print(
            parsed, [CompletionScript.Of(Names.First(name => name.Word == parsed.GetValue(shell)).Shell)]));
        return command;
    }

    /// <summary><c>bindle2oci complete</c>: what those scripts ask.</summary>
    public static Command Complete()
    {
        var line = new Argument<string>("line");
        var command = new CliCommand("complete", "Prints what may come next on a command line.") { line };
        command.Hidden = true;
        command.SetAction(parsed => Print(
            parsed, Completions.Of(parsed.RootCommandResult.Command, parsed.GetRequiredValue(line))));
        return command;
    }

    /// <summary><c>bindle2oci man</c>: prints a manual page.</summary>
    public static Command Manual()
    {
        var words = new Argument<string[]>("command")
        {
            Description = "The command whose page is printed; the program's own when left out.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        words.CompletionSources.Add(completion => CommandsBelow(
            completion.ParseResult.RootCommandResult.Command, completion.ParseResult.GetValue(words) ?? []));
        var command = new CliCommand("man", "Prints the manual page of a command.") { words };
        command.Examples =
        [
            "bindle2oci man migrate | man -l -",
            "bindle2oci man batch run | man -l -",
            "bindle2oci man | man -l -",
        ];
        command.SetAction(parsed => PrintPage(parsed, parsed.GetValue(words) ?? []));
        return command;
    }

    private static IEnumerable<string> CommandsBelow(Command command, IEnumerable<string> words) => words
        .Aggregate(command, (outer, word) => outer.Subcommands.FirstOrDefault(inner => inner.Name == word) ?? outer)
        .Subcommands
        .Where(inner => !inner.Hidden)
        .Select(inner => inner.Name);

    private static int PrintPage(ParseResult parsed, string[] words)
    {
        var root = parsed.RootCommandResult.Command;
        var command = words.Aggregate(root, (outer, word) =>
            outer.Subcommands.FirstOrDefault(inner => inner.Name == word)
                ?? throw new UsageException(UnknownWords.NoCommand(word, outer)));
        var page = string.Join('-', words.Prepend(root.Name));
        return Print(parsed, ManualPage.Of(page, command.Description!, HelpPage.Of(command)));
    }

    private static int Print(ParseResult parsed, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            parsed.InvocationConfiguration.Output.WriteLine(line);
        }

        return ExitCode.Done;
    }
}
