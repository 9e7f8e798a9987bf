using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Migrator.Cli.Help;

/// <summary>A command with what its help shows besides: examples, and options under headings.</summary>
internal sealed class CliCommand : Command
{
    private readonly List<OptionSection> _sections = [];

    public CliCommand(string name, string description)
        : base(name, description) =>
        Options.Add(new HelpOption { Description = "Show this help.", Action = new ShowHelp() });

    /// <summary>Command lines that are of use as they stand.</summary>
    public IReadOnlyList<string> Examples { get; set; } = [];

    /// <summary>The options as the help shows them: first those without a heading, the help itself last.</summary>
    public IEnumerable<OptionSection> Sections
    {
        get
        {
            var own = Options.Except(_sections.SelectMany(section => section.Options)).ToLookup(it => it is HelpOption);
            return _sections.Prepend(new OptionSection("Options", [.. own[false], .. own[true]]));
        }
    }

    /// <summary>Adds options that the help shows under a heading.</summary>
    /// <param name="heading">Such as <c>Network</c>; options that are added under the same one stand together.</param>
    /// <param name="options">The options, in the order of the help.</param>
    public void Add(string heading, params IEnumerable<Option> options)
    {
        List<Option> added = [.. options];
        added.ForEach(Options.Add);
        var at = _sections.FindIndex(section => section.Heading == heading);
        if (at < 0)
        {
            _sections.Add(new OptionSection(heading, added));
        }
        else
        {
            _sections[at] = new OptionSection(heading, [.. _sections[at].Options, .. added]);
        }
    }

    private sealed class ShowHelp : SynchronousCommandLineAction
    {
        public override bool Terminating => true;

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            HelpPage.Write(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
            return ExitCode.Done;
        }
    }
}
