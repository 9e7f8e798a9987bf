using Microsoft.Data.Sqlite;
using Migrator.Engine.Jobs;
using Migrator.Engine.Pushing;

namespace Migrator.Engine.Journal;

/// <summary>A row of the table <c>attempt</c>.</summary>
internal static class AttemptRow
{
    private const int Deployment = 12;
    private const int Bindle = 16;
    private const int Blobs = 20;

    private static readonly string[] Names =
    [
        "run", "started", "ended", "status", "manifest", "referrer", "blobs_pushed", "blobs_there", "bytes_pushed",
        "bytes_there", "cause", "findings", "cloud_app", "cloud_repository", "revision", "url", "invoice", "signatures",
        "parcels", "parcel_bytes", "blobs", "bytes",
    ];

    /// <summary>How many columns <see cref="Read"/> expects.</summary>
    public static int Count => Names.Length;

    /// <summary>The columns that <see cref="Read"/> expects, in their order.</summary>
    /// <param name="table">What the query calls the table.</param>
    public static string ColumnsOf(string table) => string.Join(", ", Names.Select(name => $"{table}.{name}"));

    /// <summary>Reads a row, whose columns begin at <paramref name="first"/>.</summary>
    /// <exception cref="FormatException">A value is none that this program writes.</exception>
    public static RecordedAttempt Read(SqliteDataReader row, int first)
    {
        var attempt = new RecordedAttempt
        {
            Run = RowValue.Count(row, first),
            Started = RowValue.Time(row, first + 1),
            Ended = RowValue.TimeOrNull(row, first + 2),
            Status = RowValue.NamedOrNull<JobStatus>(row, first + 3),
            Manifest = RowValue.DigestOrNull(row, first + 4),
            Referrer = RowValue.DigestOrNull(row, first + 5),
            Counts = new PushCounts(
                RowValue.SmallCount(row, first + 6), RowValue.SmallCount(row, first + 7),
                RowValue.Count(row, first + 8), RowValue.Count(row, first + 9)),
            Cause = RowValue.TextOrNull(row, first + 10),
            Findings = FindingsText.Read(RowValue.TextOrNull(row, first + 11)),
            Deployment = ReadDeployment(row, first + Deployment),
            Bindle = ReadBindle(row, first + Bindle),
            Blobs = ReadBlobs(row, first + Blobs),
        };
        Require(
            (attempt.Ended is null) == (attempt.Status is null),
            "an attempt has an end without a status, or a status without an end");
        Require(
            attempt.Ended is not null || (attempt.Bindle is null && attempt.Blobs is null),
            "an attempt without an end has what only an end brings");
        Require(
            (attempt.Manifest is null) == (attempt.Blobs is null),
            "an attempt has a manifest without blobs, or blobs without a manifest");
        return attempt;
    }

    /// <summary>Reads a row that need not be there: a left join found none.</summary>
    /// <exception cref="FormatException">A value is none that this program writes.</exception>
    public static RecordedAttempt? ReadOrNull(SqliteDataReader row, int first) =>
        row.IsDBNull(first) ? null : Read(row, first);

    private static RecordedDeployment? ReadDeployment(SqliteDataReader row, int first) =>
        RowValue.TextOrNull(row, first + 1) is { } repository
            ? new RecordedDeployment(
                RowValue.TextOrNull(row, first), repository, RowValue.Text(row, first + 2),
                RowValue.TextOrNull(row, first + 3))
            : null;

    private static RecordedBindle? ReadBindle(SqliteDataReader row, int first)
    {
        if (RowValue.Sha256OrNull(row, first) is not { } invoice)
        {
            Require(IsNull(row, first + 1, 3), "an attempt has parcels or signatures without an invoice");
            return null;
        }

        var bindle = new RecordedBindle(
            invoice, RowValue.TextOrNull(row, first + 1), RowValue.SmallCount(row, first + 2),
            RowValue.Count(row, first + 3));
        Require(bindle is not { Parcels: 0, ParcelBytes: > 0 }, "an attempt has no parcels, and bytes of them");
        return bindle;
    }

    private static RecordedBlobs? ReadBlobs(SqliteDataReader row, int first)
    {
        if (IsNull(row, first, 2))
        {
            return null;
        }

        var blobs = new RecordedBlobs(RowValue.SmallCount(row, first), RowValue.Count(row, first + 1));
        Require(blobs.Count > 0, "an attempt has an artifact without blobs");
        return blobs;
    }

    private static bool IsNull(SqliteDataReader row, int first, int count) =>
        Enumerable.Range(first, count).All(row.IsDBNull);

    private static void Require(bool isSo, string fault)
    {
        if (!isSo)
        {
            throw new FormatException(fault);
        }
    }
}
