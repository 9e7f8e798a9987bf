using Microsoft.Data.Sqlite;
using Migrator.Bindle.Invoices;

namespace Migrator.Engine.Journal;

/// <summary>A row of the table <c>app</c>.</summary>
internal static class AppRow
{
    /// <summary>The columns that <see cref="Read"/> expects first, in their order.</summary>
    public const string Columns = "app.id, source, place, name, version, "
        + $"COALESCE(repository, {Landed}cloud_repository {There}), COALESCE(tag, {Landed}revision {There}), class, "
        + $"COALESCE(app.manifest, {Landed}manifest {There}), app.referrer, invoice, blobs, bytes, "
        + "parcels, parcel_bytes, signatures, app.findings, turn, state, gate";

    // What the plan could not tell, because source or cloud did not answer, is known when the app is there.
    private const string Landed = "(SELECT landed.";
    private const string There = "FROM attempt AS landed WHERE landed.app = app.id "
        + "AND landed.status IN ('Done', 'AlreadyThere') ORDER BY landed.id DESC LIMIT 1)";

    /// <summary>How many columns those are.</summary>
    public const int Count = 20;

    public static PlannedApp Read(SqliteDataReader row) => new()
    {
        Number = row.GetInt64(0),
        Source = row.GetInt32(1),
        Place = row.GetString(2),
        Id = row.IsDBNull(3) ? null : new BindleId(row.GetString(3), BindleVersion.Parse(row.GetString(4))),
        Repository = Text(row, 5),
        Tag = Text(row, 6),
        Class = row.IsDBNull(7) ? PlanClass.Migrate : (PlanClass)row.GetInt32(7),
        Manifest = Text(row, 8),
        Referrer = Text(row, 9),
        Invoice = Text(row, 10),
        Blobs = row.GetInt32(11),
        Bytes = row.GetInt64(12),
        Parcels = row.GetInt32(13),
        ParcelBytes = row.GetInt64(14),
        Signatures = Text(row, 15),
        Findings = FindingsText.Read(Text(row, 16)),
        State = (AppState)row.GetInt32(18),
        Gate = Text(row, 19),
    };

    /// <summary>A text, or null.</summary>
    public static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>The place in the order of a run: <c>turn</c>.</summary>
    public static long Turn(SqliteDataReader row) => row.GetInt64(17);
}
