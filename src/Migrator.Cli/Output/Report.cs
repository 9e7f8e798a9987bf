using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Migrator.Bindle.Verification;
using Migrator.Cli.Commands;

namespace Migrator.Cli.Output;

/// <summary>Where and how a command writes: the result to standard output, everything else to standard error.</summary>
internal sealed class Report(CliContext context, OutputFormat format, bool isQuiet, bool isVerbose)
{
    // The encoder leaves + and ' readable; control characters are escaped by every encoder.
    private static readonly JsonWriterOptions JsonOptions = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public bool IsQuiet => isQuiet;

    public bool IsVerbose => isVerbose;

    public bool IsJson => format == OutputFormat.Json;

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

    /// <summary>The result as one JSON document; all of it or nothing.</summary>
    public void Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonOptions))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        context.Output.WriteLine(PlainText.OfJson(Encoding.UTF8.GetString(buffer.ToArray())));
    }

    /// <summary>Findings, a line each: errors always, warnings unless quiet, notes when verbose.</summary>
    public void Findings(IEnumerable<Finding> findings)
    {
        if (IsJson)
        {
            return;
        }

        foreach (var finding in findings.Where(IsWanted))
        {
            context.Error.WriteLine(FindingText.Of(finding, context.UsesColor));
        }
    }

    private bool IsWanted(Finding finding) => finding.Level switch
    {
        FindingLevel.Error => true,
        FindingLevel.Warning => !isQuiet,
        _ => isVerbose,
    };
}
