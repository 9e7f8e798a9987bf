using System.CommandLine;

namespace Migrator.Cli.Help;

/// <summary>What <c>--help</c> prints for a command, and what its manual page is made of.</summary>
internal static class HelpPage
{
    /// <summary>Writes the page.</summary>
    public static void Write(Command command, TextWriter output)
    {
        foreach (var line in Of(command))
        {
            output.WriteLine(line);
        }
    }

    /// <summary>The page, line by line: headings that end with a colon, and below each its lines, indented.</summary>
    public static IEnumerable<string> Of(Command command)
    {
        var arguments = command.Arguments.Where(IsShown).Select(RowOf).ToList();
        var sections = SectionsOf(command).ToList();
        var commands = command.Subcommands.Where(IsShown).Select(RowOf).ToList();
        var width = HelpLayout.NameWidth([.. arguments, .. commands, .. sections.SelectMany(section => section.Rows)]);

        IEnumerable<string> Table(IEnumerable<HelpRow> rows) => rows.SelectMany(row => HelpLayout.Columns(row, width));

        return
        [
            .. Section("Description", HelpLayout.Paragraph(command.Description!)),
            .. Section("Usage", HelpLayout.Paragraph(UsageOf(command))),
            .. Section("Arguments", Table(arguments)),
            .. Section("Commands", Table(commands)),
            .. sections.SelectMany(section => Section(section.Heading, Table(section.Rows))),
            // Each on one line, however long: they are for copying.
            .. Section("Examples", ExamplesOf(command).Select(example => $"  {example}")),
        ];
    }

    private static IEnumerable<string> Section(string heading, IEnumerable<string> lines)
    {
        List<string> shown = [.. lines];
        return shown.Count == 0 ? [] : [$"{heading}:", .. shown, ""];
    }

    private static IEnumerable<(string Heading, List<HelpRow> Rows)> SectionsOf(Command command) =>
        ((command as CliCommand)?.Sections ?? []).Select(
            section => (section.Heading, section.Options.Where(IsShown).Select(RowOf).ToList()));

    private static IEnumerable<string> ExamplesOf(Command command) => (command as CliCommand)?.Examples ?? [];

    private static string UsageOf(Command command) => PathOf(command)
        + (command.Subcommands.Any(IsShown) ? " [command]" : "")
        + ArgumentsOf(command.Arguments.Where(IsShown).ToList())
        + " [options]";

    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } outer
            ? $"{PathOf(outer)} {command.Name}"
            : command.Name;

    // What may be left out is in brackets, with all that comes behind it.
    private static string ArgumentsOf(IReadOnlyList<Argument> arguments) => arguments.Reverse().Aggregate(
        "",
        (behind, argument) => argument.Arity.MinimumNumberOfValues == 0
            ? $" [{NameOf(argument)}{behind}]"
            : $" {NameOf(argument)}{behind}");

    private static string NameOf(Argument argument) =>
        $"<{argument.Name}>{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}";

    private static HelpRow RowOf(Argument argument) => new($"<{argument.Name}>", argument.Description!);

    private static HelpRow RowOf(Command command) => new(
        string.Join(' ', command.Arguments.Where(IsShown).Select(it => $"<{it.Name}>").Prepend(command.Name)),
        command.Description!);

    private static HelpRow RowOf(Option option) => new(
        string.Join(", ", NamesOf(option)) + (option.HelpName is { } value ? $" <{value}>" : ""),
        option.Description!);

    // The help has names with a slash besides, for who comes from Windows.
    private static IEnumerable<string> NamesOf(Option option) => option.Aliases.Append(option.Name)
        .Where(name => name.StartsWith('-'))
        .OrderBy(name => name.Length)
        .ThenBy(name => name, StringComparer.Ordinal);

    private static bool IsShown(Symbol symbol) => !symbol.Hidden;
}
