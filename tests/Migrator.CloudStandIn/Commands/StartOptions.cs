using System.CommandLine;

namespace Migrator.StandIn.Commands;

/// <summary>What there is, and what goes wrong, when the program starts.</summary>
internal sealed class StartOptions
{
    private readonly Option<string[]> _seeds = new("--seed")
    {
        Description = "What the account owns at first: " + SeedNames.Description + ". Can be given again.",
        HelpName = "SEED",
    };

    private readonly Option<string[]> _faults = new("--fault")
    {
        Description = FaultNames.Description,
        HelpName = "FAULT",
    };

    private readonly Option<string?> _folder = new("--login-folder")
    {
        Description = "Where to write the login file fermyon/config.json; default: a new folder below the temporary "
            + "folder. Point XDG_CONFIG_HOME there.",
        HelpName = "DIR",
    };

    internal void AddTo(Command command)
    {
        command.Add(_seeds);
        command.Add(_faults);
        command.Add(_folder);
    }

    internal StartPlan Read(ParseResult parsed) => new(
        parsed.GetValue(_seeds) ?? [],
        parsed.GetValue(_faults) ?? [],
        parsed.GetValue(_folder));
}
