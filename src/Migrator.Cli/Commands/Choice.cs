using System.CommandLine;
using System.CommandLine.Parsing;

namespace Migrator.Cli.Commands;

/// <summary>Options whose value is one of a few words.</summary>
internal static class Choice
{
    /// <summary>
    /// Makes the option; the first word, whose value is the type's default, stands when none is given.
    /// </summary>
    public static Option<T> Create<T>(string name, string description, params (string Word, T Value)[] choices)
    {
        var option = new Option<T>(name)
        {
            Description = $"{description} (default: {choices[0].Word})",
            HelpName = string.Join('|', choices.Select(choice => choice.Word)),
            CustomParser = result => Read(result, name, choices),
        };
        // Not the names of the type's values, which a completion would offer otherwise.
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. choices.Select(choice => choice.Word)]);
        return option;
    }

    private static T Read<T>(ArgumentResult result, string name, (string Word, T Value)[] choices)
    {
        var word = result.Tokens[0].Value;
        foreach (var choice in choices)
        {
            if (choice.Word.Equals(word, StringComparison.Ordinal))
            {
                return choice.Value;
            }
        }

        result.AddError(
            $"'{word}' is not a value of {name}; expected {string.Join(", ", choices.Select(choice => choice.Word))}.");
        return choices[0].Value;
    }
}
