using Microsoft.Extensions.Logging;
using Migrator.Cli.Output;

namespace Migrator.Cli.Registries;

/// <summary>
/// Shows what registries are asked and answer, a line each. Warnings are left out: <see cref="RegistrySession"/> hears
/// them in another way, whether the command is verbose or not.
/// </summary>
internal sealed class VerboseLog(Report report) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel < LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            report.Notice(formatter(state, exception));
        }
    }
}
