namespace Migrator.Cli.Tests.BadInput;

/// <summary>One input of spec/bindle.md section 10, and what the command must say to it.</summary>
/// <param name="Row">The row of the table.</param>
/// <param name="What">What is odd about the input.</param>
/// <param name="ExitCode">The exit code of <c>migrate</c>.</param>
/// <param name="Code">The finding's code; null when there is nothing to find.</param>
/// <param name="Make">Makes the input in a folder of its own; gives the path to hand to the command.</param>
/// <param name="Flags">More options of the command, blank between them.</param>
internal sealed record BadCase(
    int Row, string What, int ExitCode, string? Code, Func<string, string> Make, string Flags = "")
{
    public override string ToString() => $"{Row} {What}";
}
