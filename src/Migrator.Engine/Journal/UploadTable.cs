using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Migrator.Oci.Model;
using Migrator.Oci.Targets.Registry;

namespace Migrator.Engine.Journal;

/// <summary>The table <c>upload</c>: where uploads of long blobs go on, when the process is killed.</summary>
internal sealed class UploadTable : IDisposable
{
    private readonly ConcurrentDictionary<UploadName, KeptUpload> _open = new();
    private readonly JournalWriter _writer;
    private readonly JournalStatement _keep;
    private readonly JournalStatement _forget;

    public UploadTable(SqliteConnection connection, JournalWriter writer)
    {
        _writer = writer;
        _keep = new(connection, "INSERT INTO upload VALUES ($1, $2, $3, $4) "
            + "ON CONFLICT DO UPDATE SET location = excluded.location, acknowledged = excluded.acknowledged");
        _forget = new(connection, "DELETE FROM upload WHERE repository = $1 AND digest = $2");
        Read(connection);
    }

    /// <summary>The table for registries.</summary>
    public KeptUploads Uploads => new(_open.GetValueOrDefault, KeepAsync, ForgetAsync);

    public void Dispose()
    {
        _keep.Dispose();
        _forget.Dispose();
    }

    // What an earlier process left; nobody writes yet.
    private void Read(SqliteConnection connection)
    {
        using var all = new JournalStatement(
            connection, "SELECT repository, digest, location, acknowledged FROM upload");
        using var rows = all.Query();
        while (rows.Read())
        {
            _open[new UploadName(RowValue.Text(rows, 0), Digest.Parse(RowValue.Text(rows, 1)))] =
                new KeptUpload(ReadLocation(rows), RowValue.Count(rows, 3));
        }
    }

    private static Uri ReadLocation(SqliteDataReader row) => new Uri(RowValue.Text(row, 2)) is var location
        && (location.Scheme == Uri.UriSchemeHttp || location.Scheme == Uri.UriSchemeHttps)
            ? location
            : throw new FormatException("the place of an upload is none of a registry");

    private Task KeepAsync(UploadName name, KeptUpload upload)
    {
        _open[name] = upload;
        return _writer.WriteAsync(() => _keep.Execute(
            name.Repository, name.Blob.ToString(), upload.Location.AbsoluteUri, upload.Offset));
    }

    private Task ForgetAsync(UploadName name)
    {
        _open.TryRemove(name, out _);
        return _writer.WriteAsync(() => _forget.Execute(name.Repository, name.Blob.ToString()));
    }
}
