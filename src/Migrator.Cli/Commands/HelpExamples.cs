using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Migrator.Cli.Commands;

/// <summary>Help of a fixed width, with examples below it.</summary>
internal static class HelpExamples
{
    private const int Width = 100;

    public static void Add(Command command, params string[] examples)
    {
        command.Options.Add(new HelpOption { Action = new Action(new HelpAction { MaxWidth = Width }, examples) });
    }

    private sealed class Action(HelpAction help, string[] examples) : SynchronousCommandLineAction
    {
        public override bool Terminating => true;

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var code = help.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
            return code;
        }
    }
}
