using System.CommandLine;

namespace Migrator.StandIn.Commands;

/// <summary>The command line: every knob of the stand-in, and what its account owns at first.</summary>
internal static class StandInCommand
{
    internal static RootCommand Create()
    {
        var knobs = new KnobOptions();
        var start = new StartOptions();
        var command = new RootCommand(
            "A stand-in for Fermyon Cloud on this machine: API, registry and the edge where apps answer. "
            + "It runs until Ctrl-C.");
        start.AddTo(command);
        knobs.AddTo(command);
        command.SetAction((parsed, stop) => StandInSession.RunAsync(
            knobs.Read(parsed),
            start.Read(parsed),
            parsed.InvocationConfiguration.Output,
            stop));
        return command;
    }
}
