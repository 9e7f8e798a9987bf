using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Verification;
using Migrator.Engine.Batch;
using Migrator.Oci.References;

namespace Migrator.Engine.Journal;

/// <summary>
/// A plan while it is made: a file beside the journal, which takes its name when the plan is complete. A hundred
/// thousand bindles are rows of it and not of memory. Safe for use by several threads at once.
/// </summary>
internal sealed class PlanDraft : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly Dictionary<LeftOut, long> _leftOut = [];
    private readonly LowerVersions _lower;
    private readonly JournalStatement _find;
    private readonly JournalStatement _latest;
    private readonly JournalStatement _insert;
    private readonly JournalStatement _replace;
    private readonly JournalStatement _page;
    private readonly JournalStatement _record;
    private readonly JournalStatement _blob;
    private readonly JournalStatement _remove;
    private readonly JournalStatement _row;

    private PlanDraft(string path, SqliteConnection connection)
    {
        (_path, _connection) = (path, connection);
        JournalFile.Execute(connection, "BEGIN");
        _lower = new LowerVersions(connection);
        _find = new(connection, "SELECT id FROM app WHERE name = $1 AND version = $2");
        _latest = new(connection, "SELECT id, version FROM app WHERE name = $1");
        _insert = new(connection, "INSERT INTO app(source, place, name, version, repository, tag, class, findings) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
        _replace = new(connection, "UPDATE app SET source = $1, place = $2, version = $3, repository = $4, tag = $5, "
            + "class = $6, findings = $7 WHERE id = $8");
        _page = new(connection, $"SELECT {AppRow.Columns} FROM app WHERE id > $1 AND class IS NULL ORDER BY id "
            + "LIMIT $2");
        _record = new(connection, "UPDATE app SET class = $1, manifest = $2, referrer = $3, invoice = $4, blobs = $5, "
            + "bytes = $6, parcels = $7, parcel_bytes = $8, signatures = $9, findings = $10, gate = $11, "
            + "repository = COALESCE($12, repository), tag = COALESCE($13, tag) WHERE id = $14");
        _blob = new(connection, "INSERT INTO blob VALUES ($1, $2, 1) ON CONFLICT DO UPDATE SET uses = uses + 1");
        _remove = new(connection, "DELETE FROM app WHERE id = $1");
        _row = new(connection, $"SELECT {AppRow.Columns} FROM app WHERE id = $1 AND class IS NULL");
    }

    /// <summary>Begins a plan; what an earlier one left unfinished is removed.</summary>
    /// <param name="journal">The journal that is to be.</param>
    public static PlanDraft Begin(string journal)
    {
        var path = journal + ".planning";
        JournalFile.Guard(path, () =>
        {
            File.Delete(path);
            return true;
        });
        return new PlanDraft(path, JournalFile.Create(path));
    }

    /// <summary>How many bindles there are so far.</summary>
    public long Count => Locked(() =>
    {
        using var count = new JournalStatement(_connection, "SELECT COUNT(*) FROM app");
        return (long)count.Scalar()!;
    });

    /// <summary>Notes that a bindle is not in the plan.</summary>
    public void Leave(LeftOut reason) =>
        Locked(() => _leftOut[reason] = _leftOut.GetValueOrDefault(reason) + 1);

    /// <summary>Adds a bindle, unless it is there, or a later version is and only the latest is wanted.</summary>
    public void Add(PlanCandidate found, bool onlyLatest) => Locked(() =>
    {
        if (found.Id is { } id && onlyLatest && FindLatest(id) is var (number, version))
        {
            Replace(number, version, found);
        }
        else if (found.Id is { } known && !onlyLatest && _find.Scalar(known.Name, known.Version.Text) is not null)
        {
            Leave(LeftOut.Repeated);
        }
        else
        {
            _insert.Execute(
                found.Source, found.Place, found.Id?.Name, found.Id?.Version.Text, Repository(found.Reference),
                found.Reference?.Tag, (int?)found.Class, FindingsText.Write(found.Findings));
        }

        return true;
    });

    /// <summary>The next bindles that were not looked at.</summary>
    public ImmutableArray<PlannedApp> Page(long after, int count) => Locked(() =>
    {
        var page = ImmutableArray.CreateBuilder<PlannedApp>();
        using var rows = _page.Query(after, count);
        while (rows.Read())
        {
            page.Add(AppRow.Read(rows));
        }

        return page.DrainToImmutable();
    });

    /// <summary>Notes what a look showed.</summary>
    /// <param name="number">The bindle.</param>
    /// <param name="entry">What it showed.</param>
    /// <param name="isToMigrate">Whether its blobs are to be sent.</param>
    public void Record(long number, PlanEntry entry, bool isToMigrate) => Locked(() =>
    {
        foreach (var blob in isToMigrate ? entry.Blobs : [])
        {
            _blob.Execute(Convert.FromHexString(blob.Digest.Hex), blob.Size);
        }

        return _record.Execute(
            (int)entry.Class, entry.Manifest?.ToString(), entry.Referrer?.ToString(), entry.Invoice,
            entry.Blobs.Length, entry.Blobs.Sum(blob => blob.Size), entry.Parcels, entry.ParcelBytes,
            entry.Signatures, FindingsText.Write(entry.Findings), entry.Gate, entry.Repository, entry.Tag, number);
    });

    /// <summary>Takes a bindle out that a look showed not to be meant.</summary>
    /// <returns>
    /// The version before it, which is to be looked at in its place: of a yanked one, when only the latest is wanted.
    /// </returns>
    public PlannedApp? Remove(long number, LeftOut reason) => Locked(() =>
    {
        Leave(reason);
        if (reason != LeftOut.Yanked || !_lower.Raise(number))
        {
            _remove.Execute(number);
            return null;
        }

        Unleave(LeftOut.NotLatest);
        using var row = _row.Query(number);
        return row.Read() ? AppRow.Read(row) : null;
    });

    /// <summary>Marks all bindles that would share a reference, or would be deployed as one app.</summary>
    /// <param name="asOneApp">Whether bindles of one repository are one app, whatever their tags.</param>
    /// <param name="describe">Makes the finding of a reference.</param>
    public void MarkCollisions(bool asOneApp, Func<string, Finding> describe) => Locked(() =>
    {
        var tag = asOneApp ? "''" : "tag";
        using var find = new JournalStatement(
            _connection,
            $"SELECT repository, {tag} AS at, group_concat(name || '/' || version, ', ') FROM app "
            + "WHERE repository IS NOT NULL GROUP BY repository, at HAVING COUNT(*) > 1");
        using var mark = new JournalStatement(
            _connection, $"UPDATE app SET class = $1, findings = $2 WHERE repository = $3 AND {tag} = $4");
        var shared = new List<(string Repository, string Tag, string Bindles)>();
        using (var rows = find.Query())
        {
            while (rows.Read())
            {
                shared.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2)));
            }
        }

        foreach (var (repository, at, bindles) in shared)
        {
            var all = MessageText.Line(bindles);
            var finding = describe(asOneApp
                ? $"{repository} would be the app of {all}"
                : $"{repository}:{at} would be the reference of {all}");
            mark.Execute((int)PlanClass.Collision, FindingsText.Write([finding]), repository, at);
        }

        return shared.Count;
    });

    /// <summary>Completes the plan, and gives it the journal's name.</summary>
    public BatchPlan Seal(string journal, PlanFacts facts) => Locked(() =>
    {
        _lower.Drop();
        var plan = PlanSeal.Seal(_connection, facts with { LeftOut = [.. _leftOut] });
        JournalFile.Execute(_connection, "COMMIT");
        Close();
        JournalFile.Flush(_path);
        JournalFile.Replace(journal, _path);
        return plan;
    });

    public void Dispose()
    {
        Close();
        File.Delete(_path);
    }

    private void Close()
    {
        _lower.Dispose();
        JournalStatement[] statements = [_find, _latest, _insert, _replace, _page, _record, _blob, _remove, _row];
        foreach (var statement in statements)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private (long Number, BindleVersion Version)? FindLatest(BindleId id)
    {
        using var rows = _latest.Query(id.Name);
        return rows.Read() ? (rows.GetInt64(0), BindleVersion.Parse(rows.GetString(1))) : null;
    }

    private void Replace(long number, BindleVersion version, PlanCandidate found)
    {
        var order = found.Id!.Version.CompareTo(version);
        Leave(order > 0 || (order < 0 && _lower.Add(found)) ? LeftOut.NotLatest : LeftOut.Repeated);
        if (order > 0)
        {
            _lower.Move(number);
            _replace.Execute(
                found.Source, found.Place, found.Id.Version.Text, Repository(found.Reference), found.Reference?.Tag,
                (int?)found.Class, FindingsText.Write(found.Findings), number);
        }
    }

    private void Unleave(LeftOut reason)
    {
        if (--_leftOut[reason] == 0)
        {
            _leftOut.Remove(reason);
        }
    }

    internal static string? Repository(TargetReference? reference) =>
        reference is null ? null : (reference with { Tag = null }).ToString();

    private T Locked<T>(Func<T> work)
    {
        lock (_gate)
        {
            return JournalFile.Guard(_path, work, isPlan: true);
        }
    }
}
