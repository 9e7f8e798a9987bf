namespace Migrator.Cli.Output.Batches;

/// <summary>Names of enumerations as words with dashes.</summary>
internal static class BatchWords
{
    public static string Of<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((letter, at) =>
            char.IsAsciiLetterUpper(letter) ? $"{(at > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
