using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Migrator.Engine.Journal;

/// <summary>Opens journals, and says in our words what SQLite says of a file.</summary>
internal static class JournalFile
{
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NoDatabase = 26;
    private const int ApplicationIdAt = 68;
    private const int HeadBytes = 100;

    /// <summary>Makes a file with empty tables, for a plan: it is not durable before <see cref="Flush"/>.</summary>
    public static SqliteConnection Create(string path) => Guard(path, () =>
    {
        CreateForOwner(path);
        SqliteConnection? connection = null;
        try
        {
            connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
            Shape(connection);
            return connection;
        }
        catch
        {
            connection?.Dispose();
            File.Delete(path);
            throw;
        }
    }, isPlan: true);

    /// <summary>Opens a file for a run: what is committed lasts, and others can read meanwhile.</summary>
    public static SqliteConnection OpenToWrite(string path) => Guard(path, () =>
    {
        var connection = OpenKnown(path, SqliteOpenMode.ReadWrite);
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000;");
        return connection;
    });

    /// <summary>Opens a file to read, also while a run writes, and on a disk that cannot be written.</summary>
    public static SqliteConnection OpenToRead(string path) => Guard(path, () =>
    {
        try
        {
            return OpenKnown(path, SqliteOpenMode.ReadOnly);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is CannotOpen or ReadOnly && !HasLog(path))
        {
            // To read beside a run takes a file of its own beside the journal. Without a log there is no run.
            return OpenKnown(path, SqliteOpenMode.ReadOnly, Unchanging(path));
        }
    });

    /// <summary>Runs work on a file; what SQLite throws becomes ours.</summary>
    /// <param name="path">The file.</param>
    /// <param name="work">The work.</param>
    /// <param name="isPlan">Whether the file is a plan that is not complete, of which nothing is kept.</param>
    /// <exception cref="JournalException">The file or the disk is not fit.</exception>
    public static T Guard<T>(string path, Func<T> work, bool isPlan = false)
    {
        try
        {
            return work();
        }
        catch (SqliteException failure)
        {
            throw Explain(path, failure, isPlan);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(
                path, JournalFailure.Disk, $"The journal '{path}' cannot be written: {failure.Message}", failure);
        }
        catch (Exception failure) when (IsOfContent(failure))
        {
            throw new JournalException(
                path,
                JournalFailure.Unfit,
                $"The journal '{path}' has rows that this program did not write ({failure.Message}): it was changed or "
                + "is damaged. Plan again: what is at the target is found there.",
                failure);
        }
    }

    /// <summary>What a failure of SQLite means.</summary>
    public static JournalException Explain(string path, SqliteException failure, bool isPlan = false)
    {
        var (kind, message) = failure.SqliteErrorCode switch
        {
            Full when isPlan => (
                JournalFailure.Disk, "the disk is full. Make room, and plan again: nothing of this plan is kept"),
            Full => (JournalFailure.Disk, "the disk is full. Make room, and run again: what is recorded is kept"),
            InputOutput when isPlan => (JournalFailure.Disk, $"the disk fails or is full ({failure.Message}). When it "
                + "is mended, plan again: nothing of this plan is kept"),
            InputOutput => (JournalFailure.Disk, $"the disk fails or is full ({failure.Message}). What is recorded is "
                + "kept; run again when it is mended"),
            CannotOpen => (JournalFailure.Disk, "it cannot be opened; check its folder and who may write there"),
            Busy => (JournalFailure.Locked, "another program holds it; wait for it to end"),
            Corrupt => (JournalFailure.Unfit, "it is damaged. Plan again: what is at the target is found there"),
            NoDatabase => (JournalFailure.Unfit, "it is no journal of this program; give another path"),
            _ => (JournalFailure.Unfit, $"SQLite says: {failure.Message}"),
        };
        return new JournalException(path, kind, $"The journal '{path}' cannot be used: {message}.", failure);
    }

    /// <summary>Runs statements without parameters.</summary>
    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Makes a closed file last.</summary>
    public static void Flush(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Whether a file says that it is a journal, of whatever version and however damaged: SQLite's mark, and ours.
    /// </summary>
    public static bool IsOne(string path) => Guard(path, () =>
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) == HeadBytes
            && head.StartsWith("SQLite format 3\0"u8)
            && BinaryPrimitives.ReadInt32BigEndian(head[ApplicationIdAt..]) == JournalSchema.ApplicationId;
    });

    /// <summary>Fails when there is no file.</summary>
    /// <exception cref="JournalException">There is none.</exception>
    public static void RequireThere(string path)
    {
        if (!File.Exists(path))
        {
            throw new JournalException(
                path, JournalFailure.Missing, $"There is no journal '{path}'. Make one with batch plan.");
        }
    }

    /// <summary>Gives a closed file the place of a journal that may be there.</summary>
    public static void Replace(string path, string by)
    {
        // The log of a run that was killed would be taken for that of the new file.
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
        File.Move(by, path, overwrite: true);
    }

    private static void Shape(SqliteConnection connection)
    {
        // A plan that is not complete is made anew, so that nothing of it needs to last.
        Execute(connection, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;");
        Execute(connection, string.Create(
            CultureInfo.InvariantCulture,
            $"PRAGMA application_id = {JournalSchema.ApplicationId}; PRAGMA user_version = {JournalSchema.Version};"));
        Execute(connection, JournalSchema.Tables);
    }

    // It will say where uploads go on, which can be a permission to write there. The log beside it is made alike.
    private static void CreateForOwner(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    }

    // What readers of rows say of a value that is missing, or is not what it should be.
    private static bool IsOfContent(Exception failure) => failure is FormatException or OverflowException
        or InvalidCastException or KeyNotFoundException or ArgumentOutOfRangeException or IndexOutOfRangeException
        or JsonException
        || (failure is InvalidOperationException and not ObjectDisposedException);

    private static bool HasLog(string path) => File.Exists(JournalName.Real(path) + "-wal");

    private static string Unchanging(string path) => "file:" + string.Join('/', Path.GetFullPath(path)
        .Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString)) + "?immutable=1";

    private static SqliteConnection OpenKnown(string path, SqliteOpenMode mode, string? source = null)
    {
        RequireThere(path);
        var connection = Connect(source ?? path, mode);
        try
        {
            Judge(path, Number(connection, "PRAGMA application_id"), Number(connection, "PRAGMA user_version"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Judge(string path, long applicationId, long version)
    {
        if (applicationId != JournalSchema.ApplicationId)
        {
            throw new JournalException(
                path,
                JournalFailure.Unfit,
                $"'{path}' is no journal of this program; give another path.");
        }

        if (version != JournalSchema.Version)
        {
            throw new JournalException(
                path,
                JournalFailure.Unfit,
                $"The journal '{path}' has version {version}, and this program knows version {JournalSchema.Version}; "
                + "use the program that made it.");
        }
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var statement = new JournalStatement(connection, sql);
        return (long)statement.Scalar()!;
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ConnectionString);
        connection.Open();
        return connection;
    }
}
