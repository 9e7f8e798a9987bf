using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Migrator.Engine.Journal;

/// <summary>
/// The one writer of a journal. What waits while a commit runs goes into the next one together, so that a thousand
/// records cost one flush of the disk. A record whose task has ended is on the disk.
/// </summary>
/// <remarks>After a failure nothing more is written, and every later record fails in the same way.</remarks>
internal sealed class JournalWriter : IAsyncDisposable
{
    private const int GroupSize = 1_000;
    private readonly Channel<Record> _records = Channel.CreateUnbounded<Record>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly Task _work;
    private Exception? _failure;

    public JournalWriter(string path, SqliteConnection connection)
    {
        (_path, _connection) = (path, connection);
        _work = Task.Run(WriteAllAsync);
    }

    /// <summary>Adds a record; the task ends when it is on the disk.</summary>
    /// <exception cref="JournalException">The journal could not be written (through the task).</exception>
    public Task WriteAsync(Action write)
    {
        var record = new Record(write, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _records.Writer.TryWrite(record)
            ? record.Written.Task
            : Task.FromException(new ObjectDisposedException(nameof(JournalWriter)));
    }

    /// <summary>Writes what was added, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _records.Writer.TryComplete();
        await _work.ConfigureAwait(false);
    }

    private async Task WriteAllAsync()
    {
        var group = new List<Record>(GroupSize);
        while (await _records.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            group.Clear();
            while (group.Count < GroupSize && _records.Reader.TryRead(out var record))
            {
                group.Add(record);
            }

            _failure ??= FailureOf(group);
            foreach (var record in group)
            {
                End(record);
            }
        }
    }

    private void End(Record record)
    {
        if (_failure is null)
        {
            record.Written.SetResult();
        }
        else
        {
            record.Written.SetException(_failure);
            // Nobody may wait for a record; then its failure is told by the next one.
            _ = record.Written.Task.Exception;
        }
    }

    private Exception? FailureOf(List<Record> group)
    {
        try
        {
            JournalFile.Execute(_connection, "BEGIN IMMEDIATE");
            foreach (var record in group)
            {
                record.Write();
            }

            JournalFile.Execute(_connection, "COMMIT");
            return null;
        }
        catch (SqliteException failure)
        {
            return JournalFile.Explain(_path, failure);
        }
        catch (InvalidOperationException failure)
        {
            // Told to those who wait, for they would wait forever.
            return failure;
        }
    }

    private sealed record Record(Action Write, TaskCompletionSource Written);
}
