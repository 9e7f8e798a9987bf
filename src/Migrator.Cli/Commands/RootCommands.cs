using System.CommandLine;

namespace Migrator.Cli.Commands;

/// <summary>The tree of commands.</summary>
internal static class RootCommands
{
    public static RootCommand Create(CliContext context)
    {
        var root = new RootCommand("Moves applications from Bindle to OCI: registries, image layouts, archives.");
        root.Subcommands.Add(new MigrateCommand(context).Create());
        root.Subcommands.Add(new RestoreCommand(context).Create());
        root.Subcommands.Add(new InspectCommand(context).Create());
        root.Subcommands.Add(new VerifyCommand(context).Create());
        HelpExamples.Add(
            root,
            "bindle2oci inspect ./shop.tar.gz",
            "bindle2oci migrate ./shop.tar.gz oci:./registry",
            "bindle2oci verify ./shop.tar.gz oci:./registry:1.2.0",
            "bindle2oci restore oci:./registry:1.2.0 ./restored");
        return root;
    }
}
