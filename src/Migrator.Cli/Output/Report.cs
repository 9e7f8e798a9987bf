using System.Text.Json;
using Migrator.Bindle.Verification;
using Migrator.Cli.Commands;

namespace Migrator.Cli.Output;

/// <summary>Where and how a command writes: the result to standard output, everything else to standard error.</summary>
internal sealed class Report(CliContext context, OutputFormat format, bool isQuiet, bool isVerbose)
{
    private const int MaxFindings = 50;

    private readonly Lock _gate = new();

    /// <summary>Writes a line above a display that is being drawn; null while none is.</summary>
    public Action<string>? Drawn { get; set; }

    public bool IsQuiet => isQuiet;

    public bool IsVerbose => isVerbose;

    public bool IsJson => format == OutputFormat.Json;

    /// <summary>Whether every event is written as it happens.</summary>
    public bool HasEvents => format == OutputFormat.Events;

    /// <summary>A line of the result; for text only.</summary>
    public void Result(string line) => context.Output.WriteLine(PlainText.Of(line));

    /// <summary>
    /// A line for the person who looks on; not when quiet, not where nobody does unless verbose, and not beside JSON,
    /// which says all of it.
    /// </summary>
    public void Info(string line)
    {
        if (!isQuiet && !IsJson && (isVerbose || !context.IsTerse))
        {
            context.Error.WriteLine(PlainText.Of(line));
        }
    }

    /// <summary>
    /// A line at once, while the command is at work and whatever the format; not when quiet. Called from several
    /// threads.
    /// </summary>
    public void Notice(string line)
    {
        if (isQuiet)
        {
            return;
        }

        lock (_gate)
        {
            (Drawn ?? context.Error.WriteLine)(PlainText.Of(line));
        }
    }

    /// <summary>A line at once that JSON will repeat.</summary>
    public void Warning(string text)
    {
        if (!IsJson)
        {
            Notice($"warning: {text}");
        }
    }

    /// <summary>The result as one JSON document; all of it or nothing.</summary>
    public void Json(Action<Utf8JsonWriter> write) => JsonDocumentText.Write(context.Output, write);

    /// <summary>
    /// Findings, a line each: errors always, warnings unless quiet, notes when verbose. Without verbose there are at
    /// most <see cref="MaxFindings"/>, the errors of them first, and a line that tells how many more.
    /// </summary>
    public void Findings(IEnumerable<Finding> findings)
    {
        if (IsJson)
        {
            return;
        }

        var wanted = findings.Where(IsWanted).ToList();
        var shown = isVerbose || wanted.Count <= MaxFindings
            ? wanted
            : [.. wanted.OrderByDescending(finding => finding.IsError).Take(MaxFindings)];
        foreach (var finding in shown)
        {
            context.Error.WriteLine(FindingText.Of(finding, context.UsesColor));
        }

        if (shown.Count < wanted.Count)
        {
            context.Error.WriteLine(
                $"and {wanted.Count - shown.Count} more findings; --verbose or --output json shows all of them");
        }
    }

    private bool IsWanted(Finding finding) => finding.Level switch
    {
        FindingLevel.Error => true,
        FindingLevel.Warning => !isQuiet,
        _ => isVerbose,
    };
}
