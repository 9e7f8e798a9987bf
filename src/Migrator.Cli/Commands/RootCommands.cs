using System.CommandLine;
using System.CommandLine.Invocation;

namespace Migrator.Cli.Commands;

/// <summary>The tree of commands.</summary>
internal static class RootCommands
{
    public static Command Create(CliContext context)
    {
        // Not a RootCommand: that one takes name and version from the process, which need not be ours.
        var root =
            new Command("bindle2oci", "Moves applications from Bindle to OCI: image layouts, archives, registries.")
        {
            new MigrateCommand(context).Create(),
            new RestoreCommand(context).Create(),
            new InspectCommand(context).Create(),
            new VerifyCommand(context).Create(),
        };
        root.Options.Add(
            new Option<bool>("--version") { Description = "Show the version.", Action = new ShowVersion() });
        HelpExamples.Add(
            root,
            "bindle2oci inspect ./shop.tar.gz",
            "bindle2oci migrate ./shop.tar.gz oci:./registry",
            "bindle2oci verify ./shop.tar.gz oci:./registry:1.2.0",
            "bindle2oci restore oci:./registry:1.2.0 ./restored");
        return root;
    }

    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(BuildInfo.Version);
            return ExitCode.Done;
        }
    }
}
