using Microsoft.Data.Sqlite;
using Migrator.Bindle.Invoices;
using Migrator.Oci.References;

namespace Migrator.Engine.Journal;

/// <summary>
/// The versions that a plan of the latest ones passes over, while it is made: that the highest was yanked can be known
/// only when it is looked at, and the one before it is meant then. Rows of the plan's file and not of memory, and gone
/// when it is complete.
/// </summary>
internal sealed class LowerVersions : IDisposable
{
    private const string Values = "source, place, version, repository, tag, class, findings";
    private readonly SqliteConnection _connection;
    private readonly JournalStatement _add;
    private readonly JournalStatement _move;
    private readonly JournalStatement _versions;
    private readonly JournalStatement _raise;
    private readonly JournalStatement _remove;

    public LowerVersions(SqliteConnection connection)
    {
        _connection = connection;
        JournalFile.Execute(
            connection,
            "CREATE TABLE lower(name TEXT, version TEXT, source INTEGER, place TEXT, repository TEXT, tag TEXT, "
            + "class INTEGER, findings TEXT, PRIMARY KEY(name, version)) WITHOUT ROWID");
        _add = new(connection, $"INSERT OR IGNORE INTO lower(name, {Values}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
        _move = new(connection, $"INSERT INTO lower(name, {Values}) SELECT name, {Values} FROM app WHERE id = $1");
        _versions = new(connection, "SELECT version FROM lower WHERE name = (SELECT name FROM app WHERE id = $1)");
        _raise = new(
            connection,
            $"UPDATE app SET ({Values}) = (SELECT {Values} FROM lower WHERE lower.name = app.name AND version = $1) "
            + "WHERE id = $2");
        _remove = new(
            connection, "DELETE FROM lower WHERE (name, version) = (SELECT name, version FROM app WHERE id = $1)");
    }

    /// <summary>Adds a bindle that a higher version is in the plan of; false when it is here already.</summary>
    public bool Add(PlanCandidate found) => _add.Execute(
        found.Id!.Name, found.Source, found.Place, found.Id.Version.Text, PlanDraft.Repository(found.Reference),
        found.Reference?.Tag, (int?)found.Class, FindingsText.Write(found.Findings)) > 0;

    /// <summary>Adds what is in the plan, before a higher version takes its row.</summary>
    public void Move(long number) => _move.Execute(number);

    /// <summary>Puts the highest of a bindle's other versions into its row; false when there is none.</summary>
    public bool Raise(long number)
    {
        if (HighestOrNull(number) is not { } version)
        {
            return false;
        }

        _raise.Execute(version.Text, number);
        _remove.Execute(number);
        return true;
    }

    /// <summary>Removes all of them: they are no part of a plan.</summary>
    public void Drop()
    {
        Dispose();
        JournalFile.Execute(_connection, "DROP TABLE lower");
    }

    public void Dispose()
    {
        foreach (var statement in (JournalStatement[])[_add, _move, _versions, _raise, _remove])
        {
            statement.Dispose();
        }
    }

    private BindleVersion? HighestOrNull(long number)
    {
        using var rows = _versions.Query(number);
        BindleVersion? highest = null;
        while (rows.Read())
        {
            var version = BindleVersion.Parse(rows.GetString(0));
            highest = version > highest ? version : highest;
        }

        return highest;
    }
}
