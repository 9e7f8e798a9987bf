namespace Migrator.Cli.Output;

/// <summary>A result could not be written to standard output.</summary>
internal sealed class OutputException(Exception cause) : Exception(
    $"the result could not be written to standard output: {cause.Message.ReplaceLineEndings(" ").TrimEnd('.')}. "
    + "The job itself is done; run the command again for its result.",
    cause);
