using System.CommandLine;

namespace Migrator.StandIn.Commands;

/// <summary>The command line: every knob of the stand-in, and what its account owns at first.</summary>
internal static class StandInCommand
{
    internal static RootCommand Create()
    {
        var knobs = new KnobOptions();
        var seeds = new Option<string[]>("--seed")
        {
            Description = "What the account owns at first: " + SeedNames.Description + ". Can be given again.",
            HelpName = "SEED",
        };
        var folder = new Option<string?>("--login-folder")
        {
            Description = "Where to write the login file fermyon/config.json; default: a new folder below the "
                + "temporary folder. Point XDG_CONFIG_HOME there.",
            HelpName = "DIR",
        };
        var command = new RootCommand(
            "A stand-in for Fermyon Cloud on this machine: API, registry and the edge where apps answer. "
            + "It runs until Ctrl-C.")
        {
            seeds,
            folder,
        };
        knobs.AddTo(command);
        command.SetAction((parsed, stop) => StandInSession.RunAsync(
            knobs.Read(parsed),
            parsed.GetValue(seeds) ?? [],
            parsed.GetValue(folder),
            parsed.InvocationConfiguration.Output,
            stop));
        return command;
    }
}
