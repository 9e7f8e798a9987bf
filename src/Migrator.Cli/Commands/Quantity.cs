using System.CommandLine;

namespace Migrator.Cli.Commands;

/// <summary>Options whose value is a number, a size or a time.</summary>
internal static class Quantity
{
    /// <summary>Reads a value; false when the text is none.</summary>
    public delegate bool Reader<T>(string text, out T value);

    /// <summary>Makes the option; its value is null when it is not given.</summary>
    /// <param name="name">The option.</param>
    /// <param name="helpName">What stands for the value in the help.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="read">Reads the value.</param>
    /// <param name="rule">What the value is, for messages: "a size; expected …".</param>
    public static Option<T?> Create<T>(
        string name, string helpName, string description, Reader<T> read, string rule)
        where T : struct => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (!read(text, out var value))
                {
                    result.AddError($"{name}: '{text}' is not {rule}.");
                }

                return value;
            },
        };
}
