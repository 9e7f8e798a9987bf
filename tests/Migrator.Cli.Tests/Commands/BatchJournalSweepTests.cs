using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Migrator.Cli.Tests.Commands;

/// <summary>
/// Values that nobody wrote, in every column of a journal, by every command: each tells of the damage or does its work,
/// and none fails for want of a value or leaves a bindle behind unseen.
/// </summary>
public sealed class BatchJournalSweepTests : IDisposable
{
    private const int Damaged = 12;
    private static readonly string[] Values =
    [
        "NULL", "-1", "0", "3", "5", "99", "9223372036854775807", "1.5", "''", "'x'", "'99'", "'[[1]]'", "'{}'",
        "X'00FF'", "'[[0,null,\"t\",\"m\",\"\"]]'", "'[[9,\"c\",\"t\",\"m\",\"p\"]]'",
    ];

    private readonly BatchStore _store = new("one", "two", "three");

    [Theory]
    [InlineData("app", "id = 2")]
    [InlineData("run", "id = 1")]
    [InlineData("attempt", "app = 2")]
    [InlineData("fact", "name = 'batch-path'")]
    [InlineData("fact", "name = 'digest'")]
    [InlineData("fact", "name = 'created'")]
    [InlineData("fact", "name = 'estimate.microseconds'")]
    [InlineData("blob", "true")]
    [InlineData("upload", "true")]
    public async Task Commands_ValueThatNobodyWrote_TellOrWork(string table, string rows)
    {
        await _store.PlanAsync();
        Assert.Equal(0, (await CliRun.OfAsync("batch", "run", _store.Journal)).ExitCode);
        var digest = $"sha256:{new string('a', 64)}";
        Change($"INSERT INTO upload VALUES ('r.example/a', '{digest}', 'https://r.example/u', 8)");
        var whole = await File.ReadAllBytesAsync(_store.Journal);
        var faults = new List<string>();
        foreach (var column in ColumnsOf(table))
        {
            foreach (var value in Values)
            {
                await File.WriteAllBytesAsync(_store.Journal, whole);
                var change = $"UPDATE {table} SET {column} = {value} WHERE {rows}";
                if (Change(change))
                {
                    faults.AddRange((await FaultsAsync()).Select(fault => $"{change}: {fault}"));
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    public void Dispose() => _store.Dispose();

    private async Task<List<string>> FaultsAsync()
    {
        string[][] commands =
        [
            ["status", _store.Journal], ["verify", _store.Journal], ["report", _store.Journal, "--format", "text"],
            ["report", _store.Journal, "--format", "csv"], ["report", _store.Journal, "--format", "html"],
            ["report", _store.Journal, "--format", "json"], ["run", _store.Journal, "--trust-journal"],
            ["run", _store.Journal],
        ];
        var faults = new List<string>();
        foreach (var command in commands)
        {
            var run = await CliRun.OfAsync(["batch", .. command]);
            // A bindle whose turn has not come is none that is damaged, and verify says so.
            if (run.ExitCode is not (0 or Damaged) && (command[0] != "verify" || run.ExitCode != ExitCode.Partly))
            {
                faults.Add($"{string.Join(' ', command)} ended with {run.ExitCode}: {run.Error}");
            }
            else if (run.ExitCode == 0 && command[^1] == "json" && BindlesIn(run.Output) != 3)
            {
                faults.Add($"{string.Join(' ', command)} has {BindlesIn(run.Output)} bindles.");
            }
            else if (run.ExitCode == 0 && command[0] == "run" && await LeftBehindAsync() is { } fault)
            {
                faults.Add($"{string.Join(' ', command)} ended well: {fault}");
            }
        }

        return faults;
    }

    private async Task<string?> LeftBehindAsync()
    {
        var report = await CliRun.OfAsync("batch", "report", _store.Journal, "--format", "json");
        return report.ExitCode == Damaged || BindlesIn(report.Output, "done", "already-there") == 3
            ? null
            : report.Error + report.Output;
    }

    private static int BindlesIn(string report, params string[] states)
    {
        using var json = JsonDocument.Parse(report);
        return json.RootElement.GetProperty("states").EnumerateObject()
            .Where(state => states.Length == 0 || states.Contains(state.Name, StringComparer.Ordinal))
            .Sum(state => state.Value.GetInt32());
    }

    private List<string> ColumnsOf(string table)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
        using var rows = command.ExecuteReader();
        var columns = new List<string>();
        while (rows.Read())
        {
            columns.Add(rows.GetString(0));
        }

        return columns;
    }

    // Whether SQLite lets a file have that: it keeps to NOT NULL and to keys.
    private bool Change(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        try
        {
            return command.ExecuteNonQuery() > 0;
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is 19 or 20)
        {
            return false;
        }
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={_store.Journal};Pooling=False");
        connection.Open();
        return connection;
    }
}
