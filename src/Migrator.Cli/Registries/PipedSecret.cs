using System.Text;
using Migrator.Cli.Commands;

namespace Migrator.Cli.Registries;

/// <summary>Reads a password or token from standard input. No message here repeats what was read.</summary>
internal static class PipedSecret
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Reads the one line of standard input.</summary>
    /// <param name="context">Standard input.</param>
    /// <param name="option">The option that asks for it.</param>
    /// <param name="what">What it is, in a word.</param>
    /// <exception cref="UsageException">There is no such line.</exception>
    public static string Read(CliContext context, string option, string what)
    {
        if (context.IsInputTerminal)
        {
            throw new UsageException(
                $"{option} reads the {what} from a pipe or file, and standard input is a terminal.");
        }

        using var input = context.OpenInput();
        var bytes = new byte[MaxBytes + 1];
        var count = input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var secret = Encoding.UTF8.GetString(bytes, 0, count).TrimEnd('\n').TrimEnd('\r');
        return secret switch
        {
            "" => throw new UsageException($"Standard input holds no {what}; pipe one into {option}."),
            _ when count > MaxBytes => throw new UsageException($"Standard input is too long for a {what}."),
            _ when secret.Contains('\n', StringComparison.Ordinal) => throw new UsageException(
                $"Standard input has several lines; {option} takes one, the {what}."),
            _ => secret,
        };
    }
}
