using System.Globalization;
using Migrator.Engine.Journal;

namespace Migrator.Engine.Reporting;

/// <summary>A report for spreadsheets: RFC 4180, a row an app.</summary>
public static class CsvReport
{
    private const string Header = "number,bindle,target,class,state,invoice_sha256,manifest,referrer,signatures,"
        + "parcels,parcel_bytes,blobs,bytes,bytes_sent,attempts,ended,cause,message,cloud_app,revision,url";

    /// <summary>Writes the report; apps are written as they are read.</summary>
    /// <param name="apps">The apps of a journal.</param>
    /// <param name="output">Where to.</param>
    public static void Write(IEnumerable<RecordedApp> apps, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(apps);
        ArgumentNullException.ThrowIfNull(output);
        output.Write(Header + "\r\n");
        foreach (var entry in apps)
        {
            var app = entry.App;
            var hasCause = app.State is AppState.Failed or AppState.Refused or AppState.Skipped;
            var cause = hasCause ? ReportedCause.Of(entry) : null;
            object?[] fields =
            [
                app.Number, app.Title, app.Reference, ReportText.Kebab(app.Class), ReportText.Kebab(app.State),
                entry.Bindle.Invoice, entry.Manifest, entry.Referrer, entry.Bindle.Signatures, entry.Bindle.Parcels,
                entry.Bindle.ParcelBytes, entry.Blobs.Count, entry.Blobs.Bytes, entry.Sent, entry.Attempts,
                entry.Last?.Ended is { } ended ? ReportText.Time(ended) : null, cause?.Code, cause?.Message,
                entry.Last?.Deployment?.App, entry.Last?.Deployment?.Revision, entry.Last?.Deployment?.Url,
            ];
            output.Write(string.Join(',', fields.Select(Field)) + "\r\n");
        }
    }

    // Spreadsheets take a field that begins like a formula for one; a quote before it makes it text.
    private static string Field(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (value is string && text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..])
        {
            text = "'" + text;
        }

        return text.AsSpan().IndexOfAny(',', '"', '\n') < 0 && !text.Contains('\r', StringComparison.Ordinal)
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
