using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Migrator.Cli.Commands.Batches;
using Migrator.Cli.Commands.Clouds;
using Migrator.Cli.Help;
using Migrator.Cli.Shells;

namespace Migrator.Cli.Commands;

/// <summary>The tree of commands.</summary>
internal static class RootCommands
{
    public static CliCommand Create(CliContext context)
    {
        // Not a RootCommand: that one takes name and version from the process, which need not be ours.
        var root = new CliCommand(
            "bindle2oci", "Moves applications from Bindle to OCI: image layouts, archives, registries.")
        {
            new MigrateCommand(context).Create(),
            new RestoreCommand(context).Create(),
            new InspectCommand(context).Create(),
            new VerifyCommand(context).Create(),
            BatchCommand.Create(context),
            new StatusCommand(context).Create(),
            new RollbackCommand(context).Create(),
            new LoginCommand(context).Create(),
            new LogoutCommand(context).Create(),
            ShellCommands.Completion(),
            ShellCommands.Manual(),
            ShellCommands.Complete(),
        };
        root.Options.Add(
            new Option<bool>("--version")
            {
                Description = "Show version, commit and runtime.",
                Action = new ShowVersion(),
            });
        foreach (var command in root.Subcommands.SelectMany(Below))
        {
            RefuseEmptyTexts(command);
            OfferNoValues(command.Options);
        }

        ShowHelpInstead(root, context);
        root.Examples =
        [
            "bindle2oci inspect ./shop.tar.gz",
            "bindle2oci migrate ./shop.tar.gz registry.example.com/team/shop:1.2.0",
            "bindle2oci verify ./shop.tar.gz registry.example.com/team/shop:1.2.0",
            "bindle2oci restore registry.example.com/team/shop:1.2.0 ./restored",
        ];
        return root;
    }

    private static IEnumerable<Command> Below(Command command) =>
        command.Subcommands.SelectMany(Below).Prepend(command);

    // A command that is nothing without another one: who leaves that out wants to know which there are.
    private static void ShowHelpInstead(Command root, CliContext context)
    {
        foreach (var command in Below(root).Where(command => command.Subcommands.Count > 0))
        {
            command.SetAction(_ =>
            {
                HelpPage.Write(command, context.Error);
                return ExitCode.Usage;
            });
        }
    }

    // No argument or option has a meaning for an empty text, which a script's unset variable gives.
    private static void RefuseEmptyTexts(Command command) => command.Validators.Add(result =>
    {
        foreach (var symbol in result.Children.Where(child => child.Tokens.Any(token => token.Value.Length == 0)))
        {
            result.AddError($"{NameOf(symbol)} is empty; give a value or leave it out.");
        }
    });

    // A shell would offer True and False behind each of them, where nobody writes a value.
    private static void OfferNoValues(IEnumerable<Option> options)
    {
        foreach (var option in options.OfType<Option<bool>>())
        {
            option.CompletionSources.Clear();
        }
    }

    private static string NameOf(SymbolResult result) => result switch
    {
        OptionResult option => option.Option.Name,
        ArgumentResult argument => $"<{argument.Argument.Name}>",
        _ => "An argument",
    };

    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(BuildInfo.Line);
            return ExitCode.Done;
        }
    }
}
