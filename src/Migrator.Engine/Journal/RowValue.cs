using Microsoft.Data.Sqlite;
using Migrator.Oci.Model;

namespace Migrator.Engine.Journal;

/// <summary>
/// Values of rows, read strictly: SQLite keeps anything in any column, and gives 0 where a text is asked for a number.
/// </summary>
/// <remarks>What is not as it should be is a <see cref="FormatException"/>, which <see cref="JournalFile.Guard"/>
/// tells.</remarks>
internal static class RowValue
{
    /// <summary>A whole number.</summary>
    public static long Integer(SqliteDataReader row, int column) =>
        !row.IsDBNull(column) && row.GetFieldType(column) == typeof(long)
            ? row.GetInt64(column)
            : throw Unfit(row, column, "is no whole number");

    /// <summary>How many of something there are, or how long it is: not below 0.</summary>
    public static long Count(SqliteDataReader row, int column) =>
        Integer(row, column) is >= 0 and var count ? count : throw Unfit(row, column, "is below 0");

    /// <summary>A <see cref="Count"/> of at most 2,147,483,647.</summary>
    public static int SmallCount(SqliteDataReader row, int column) =>
        Count(row, column) is <= int.MaxValue and var count ? (int)count : throw Unfit(row, column, "is too large");

    /// <summary>A text.</summary>
    public static string Text(SqliteDataReader row, int column) =>
        TextOrNull(row, column) ?? throw Unfit(row, column, "is missing");

    /// <summary>A text, or null.</summary>
    public static string? TextOrNull(SqliteDataReader row, int column) => row.IsDBNull(column) ? null
        : row.GetFieldType(column) == typeof(string) ? row.GetString(column)
        : throw Unfit(row, column, "is no text");

    /// <summary>A digest as text, or null.</summary>
    public static string? DigestOrNull(SqliteDataReader row, int column) =>
        TextOrNull(row, column) is not { } text ? null
        : Digest.TryParse(text, out _) ? text
        : throw Unfit(row, column, "is no digest");

    /// <summary>A SHA-256 as 64 lower-case hex digits, or null.</summary>
    public static string? Sha256OrNull(SqliteDataReader row, int column) =>
        TextOrNull(row, column) is not { } text ? null
        : Digest.TryParse($"sha256:{text}", out _) ? text
        : throw Unfit(row, column, "is no SHA-256");

    /// <summary>A time in milliseconds since 1970.</summary>
    public static DateTimeOffset Time(SqliteDataReader row, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Integer(row, column));

    /// <summary>A time, or null.</summary>
    public static DateTimeOffset? TimeOrNull(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : Time(row, column);

    /// <summary>A member of an enumeration, by its number.</summary>
    public static T Known<T>(SqliteDataReader row, int column, Func<int, T> convert)
        where T : struct, Enum =>
        convert(SmallCount(row, column)) is var value && Enum.IsDefined(value)
            ? value
            : throw Unfit(row, column, "is not known");

    /// <summary>A member of an enumeration by its name, or null.</summary>
    public static T? NamedOrNull<T>(SqliteDataReader row, int column)
        where T : struct, Enum
    {
        if (TextOrNull(row, column) is not { } name)
        {
            return null;
        }

        // A number would be parsed as well.
        return Enum.TryParse<T>(name, out var value) && string.Equals(value.ToString(), name, StringComparison.Ordinal)
            && Enum.IsDefined(value) ? value : throw Unfit(row, column, "is not known");
    }

    private static FormatException Unfit(SqliteDataReader row, int column, string fault) =>
        new($"the value of '{row.GetName(column)}' {fault}");
}
