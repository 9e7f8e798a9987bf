using Microsoft.Data.Sqlite;
using Migrator.Engine.Jobs;

namespace Migrator.Engine.Journal;

/// <summary>
/// Proves that the states of a journal's apps follow from its plan and its attempts: an app whose state is lost would
/// be left behind unseen.
/// </summary>
internal static class StateProof
{
    private const string NotEnded = "";

    // A handful of rows, however many apps there are.
    private static readonly string Combinations = "SELECT DISTINCT class, state, (SELECT CASE WHEN ended IS NULL "
        + $"THEN '{NotEnded}' ELSE COALESCE(status, 'missing') END FROM attempt WHERE attempt.app = app.id "
        + "ORDER BY attempt.id DESC LIMIT 1) AS status, lost IS NOT NULL AS was_lost, "
        + $"lost IS NULL OR class = {(int)PlanClass.AlreadyThere} OR EXISTS(SELECT 1 FROM attempt "
        + "WHERE attempt.app = app.id AND status IN ('Done', 'AlreadyThere')) AS was_there FROM app";

    private const string Strays = "SELECT (SELECT COUNT(*) FROM attempt WHERE run NOT IN (SELECT id FROM run) "
        + "OR app NOT IN (SELECT id FROM app)) "
        + "+ (SELECT COUNT(*) <> COALESCE(MAX(id), 0) OR COALESCE(MIN(id), 1) <> 1 FROM run)";

    /// <summary>Fails when they do not.</summary>
    /// <exception cref="FormatException">A state is not known, or nothing led to it.</exception>
    public static void Require(SqliteConnection connection)
    {
        using var combinations = new JournalStatement(connection, Combinations);
        using var rows = combinations.Query();
        while (rows.Read())
        {
            var planned = RowValue.Known(rows, 0, number => (PlanClass)number);
            var state = RowValue.Known(rows, 1, number => (AppState)number);
            if (!Follows(planned, state, rows))
            {
                throw new FormatException(
                    $"nothing led to the state {state} of bindles that were planned as {planned}");
            }
        }

        using var strays = new JournalStatement(connection, Strays);
        if (strays.Scalar() is not 0L)
        {
            throw new FormatException("runs are missing, or attempts belong to no run or no bindle");
        }
    }

    private static bool Follows(PlanClass planned, AppState state, SqliteDataReader row)
    {
        const int Last = 2;
        var (wasLost, wasThere) = (row.GetBoolean(3), row.GetBoolean(4));
        if (!wasThere)
        {
            return false;
        }

        if (row.IsDBNull(Last))
        {
            return FollowsPlan(planned, state, wasLost);
        }

        var isOpen = RowValue.Text(row, Last).Length == 0;
        return !IsRefused(planned) && (isOpen
            ? state == AppState.Begun
            : FollowsAttempt(RowValue.NamedOrNull<JobStatus>(row, Last)!.Value, state, wasLost));
    }

    private static bool FollowsPlan(PlanClass planned, AppState state, bool wasLost) => planned switch
    {
        PlanClass.Migrate or PlanClass.Unreachable => state == AppState.Waiting,
        PlanClass.AlreadyThere => state == (wasLost ? AppState.Waiting : AppState.AlreadyThere),
        PlanClass.Conflict => state is AppState.Refused or AppState.Skipped or AppState.Waiting,
        _ => state == AppState.Refused,
    };

    // What was there, and is not any more, waits again.
    private static bool FollowsAttempt(JobStatus last, AppState state, bool wasLost) => last switch
    {
        JobStatus.Done or JobStatus.AlreadyThere when state == AppState.Waiting => wasLost,
        JobStatus.Done => state == AppState.Done,
        JobStatus.AlreadyThere => state is AppState.Done or AppState.AlreadyThere,
        JobStatus.Skipped => state == AppState.Skipped,
        _ => state == AppState.Failed,
    };

    private static bool IsRefused(PlanClass planned) => planned is not (PlanClass.Migrate or PlanClass.Unreachable
        or PlanClass.AlreadyThere or PlanClass.Conflict);
}
