using Microsoft.Data.Sqlite;

namespace Migrator.Engine.Journal;

/// <summary>A statement that is prepared once; its parameters are <c>$1</c>, <c>$2</c> and so on.</summary>
internal sealed class JournalStatement : IDisposable
{
    private readonly SqliteCommand _command;

    public JournalStatement(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var number = 1; sql.Contains($"${number}", StringComparison.Ordinal); number++)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"${number}" });
        }
    }

    /// <summary>Runs it; gives the number of rows that it changed.</summary>
    public int Execute(params ReadOnlySpan<object?> values) => Bind(values).ExecuteNonQuery();

    /// <summary>Runs it; gives the first value of the first row, null when there is none.</summary>
    public object? Scalar(params ReadOnlySpan<object?> values) => Bind(values).ExecuteScalar() is { } value
        && value is not DBNull ? value : null;

    /// <summary>Runs it; the reader must be disposed before it runs again.</summary>
    public SqliteDataReader Query(params ReadOnlySpan<object?> values) => Bind(values).ExecuteReader();

    public void Dispose() => _command.Dispose();

    private SqliteCommand Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return _command;
    }
}
