using System.CommandLine;
using Migrator.Cli.Help;
using Migrator.Engine.Batch;

namespace Migrator.Cli.Commands.Batches;

/// <summary><c>bindle2oci batch init</c>.</summary>
internal sealed class BatchInitCommand(CliContext context)
{
    private readonly Argument<string?> _file = new("file")
    {
        Description = "The file to write, which must not be there; standard output when it is left out.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Command Create()
    {
        var command = new CliCommand("init", "Writes a batch file to start from, with every field explained.")
        {
            _file,
        };
        command.Examples =
        [
            "bindle2oci batch init batch.toml",
        ];
        command.SetAction(Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        if (parsed.GetValue(_file) is not { } path)
        {
            context.Output.Write(BatchTemplate.Text);
            return ExitCode.Done;
        }

        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(System.Text.Encoding.UTF8.GetBytes(BatchTemplate.Text));
            return ExitCode.Done;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The batch file '{path}' cannot be written: {failure.Message}");
        }
    }
}
