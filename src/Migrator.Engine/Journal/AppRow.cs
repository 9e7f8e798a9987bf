using Microsoft.Data.Sqlite;
using Migrator.Bindle.Invoices;

namespace Migrator.Engine.Journal;

/// <summary>A row of the table <c>app</c>.</summary>
internal static class AppRow
{
    /// <summary>The columns that <see cref="Read"/> expects first, in their order.</summary>
    public const string Columns = "app.id, source, place, name, version, "
        + $"COALESCE(repository, {Landed}cloud_repository {There}), COALESCE(tag, {Landed}revision {There}), class, "
        + $"COALESCE(app.manifest, {Landed}manifest {There}), app.referrer, app.invoice, app.blobs, "
        + "app.bytes, app.parcels, app.parcel_bytes, app.signatures, app.findings, turn, state, gate";

    // What the plan could not tell, because source or cloud did not answer, is known when the app is there.
    private const string Landed = "(SELECT landed.";
    private const string There = "FROM attempt AS landed WHERE landed.app = app.id "
        + "AND landed.status IN ('Done', 'AlreadyThere') ORDER BY landed.id DESC LIMIT 1)";

    /// <summary>How many columns those are.</summary>
    public const int Count = 20;

    /// <summary>Reads a row.</summary>
    /// <exception cref="FormatException">A value is none that this program writes.</exception>
    public static PlannedApp Read(SqliteDataReader row)
    {
        var app = new PlannedApp
        {
            Number = row.GetInt64(0),
            Source = RowValue.SmallCount(row, 1),
            Place = RowValue.Text(row, 2),
            Id = ReadId(row),
            Repository = RowValue.TextOrNull(row, 5),
            Tag = RowValue.TextOrNull(row, 6),
            Class = row.IsDBNull(7) ? PlanClass.Migrate : RowValue.Known(row, 7, number => (PlanClass)number),
            Manifest = RowValue.DigestOrNull(row, 8),
            Referrer = RowValue.DigestOrNull(row, 9),
            Invoice = RowValue.TextOrNull(row, 10),
            Blobs = RowValue.SmallCount(row, 11),
            Bytes = RowValue.Count(row, 12),
            Parcels = RowValue.SmallCount(row, 13),
            ParcelBytes = RowValue.Count(row, 14),
            Signatures = RowValue.TextOrNull(row, 15),
            Findings = FindingsText.Read(RowValue.TextOrNull(row, 16)),
            State = RowValue.Known(row, 18, number => (AppState)number),
            Gate = RowValue.TextOrNull(row, 19),
        };
        return app.State is AppState.Done or AppState.AlreadyThere && (app.Repository is null || app.Tag is null)
            ? throw new FormatException("a bindle is at the target, and nothing says where")
            : app;
    }

    /// <summary>The place in the order of a run: <c>turn</c>.</summary>
    public static long Turn(SqliteDataReader row) => RowValue.Integer(row, 17);

    private static BindleId? ReadId(SqliteDataReader row) => RowValue.TextOrNull(row, 3) is { } name
        ? new BindleId(name, BindleVersion.Parse(RowValue.Text(row, 4)))
        : null;
}
