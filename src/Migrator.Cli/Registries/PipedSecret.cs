using System.Text;
using Migrator.Cli.Commands;

namespace Migrator.Cli.Registries;

/// <summary>Reads a password or token from standard input. No message here repeats what was read.</summary>
internal static class PipedSecret
{
    private const int MaxBytes = 64 * 1024;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

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
        var secret = Decode(bytes.AsSpan(0, count), what).TrimEnd('\n').TrimEnd('\r');
        return secret switch
        {
            "" => throw new UsageException($"Standard input holds no {what}; pipe one into {option}."),
            _ when count > MaxBytes => throw new UsageException($"Standard input is too long for a {what}."),
            _ when secret.Contains('\n', StringComparison.Ordinal) => throw new UsageException(
                $"Standard input has several lines; {option} takes one, the {what}."),
            _ => secret,
        };
    }

    // Editors and PowerShell put a mark before a text, which is no part of it.
    private static string Decode(ReadOnlySpan<byte> bytes, string what)
    {
        try
        {
            var mark = Encoding.UTF8.Preamble;
            return Utf8.GetString(bytes.StartsWith(mark) ? bytes[mark.Length..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"Standard input is no text in UTF-8, as a {what} has to be.");
        }
    }
}
