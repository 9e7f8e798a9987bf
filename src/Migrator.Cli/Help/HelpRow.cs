namespace Migrator.Cli.Help;

/// <summary>One entry of a help: a name, and what is to be said of it.</summary>
/// <param name="Name">Such as <c>--rps &lt;N&gt;</c>.</param>
/// <param name="Text">What it is, one line of any length.</param>
internal sealed record HelpRow(string Name, string Text);
