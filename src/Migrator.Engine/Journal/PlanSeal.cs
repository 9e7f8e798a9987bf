using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Migrator.Bindle.Invoices;
using Migrator.Engine.Batch;
using Migrator.Engine.Pipeline;
using Migrator.Oci.References;
using Migrator.Oci.Targets.Registry;
using Migrator.Shared;

namespace Migrator.Engine.Journal;

/// <summary>Completes a plan, reads it, and proves that it is the one that was made.</summary>
internal static class PlanSeal
{
    private const int ManifestRequests = 4;
    private const int ReadingBack = 1;
    private const string DigestName = "digest";

    // Everything of an app but how far it is. A missing value and an empty one differ.
    private const string SealedColumns = "id, source, place, name, version, repository, tag, class, manifest, "
        + "referrer, invoice, blobs, bytes, parcels, parcel_bytes, signatures, gate, findings, turn";

    /// <summary>Sets states and turns, and seals.</summary>
    public static BatchPlan Seal(SqliteConnection connection, PlanFacts facts)
    {
        SetStates(connection, facts.Batch.OnConflict);
        // Neighbours in the order of a run go to different repositories: a registry takes more at once that way.
        JournalFile.Execute(
            connection,
            "UPDATE app SET turn = ranked.turn FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY repository ORDER BY id)"
            + " AS turn FROM app) AS ranked WHERE ranked.id = app.id");
        WriteFacts(connection, facts);
        WriteFact(connection, DigestName, ComputeDigest(connection));
        return Read(connection);
    }

    /// <summary>Reads the plan of a journal.</summary>
    public static BatchPlan Read(SqliteConnection connection)
    {
        var facts = ReadFacts(connection);
        return new BatchPlan
        {
            Digest = facts[DigestName] is { Length: 64 } digest
                ? digest
                : throw new FormatException("the digest of the plan is none"),
            Created = DateTimeOffset.FromUnixTimeMilliseconds(Number(facts, "created")),
            BatchPath = facts["batch-path"],
            BatchText = facts["batch"],
            Flags = facts["flags"],
            Apps = Number(facts, "apps"),
            Classes = Counts<PlanClass>(facts, "class."),
            LeftOut = Counts<LeftOut>(facts, "left-out."),
            Notes = Lines(facts["notes"]),
            Warnings = Lines(facts.GetValueOrDefault("warnings", "")),
            Estimate = new PlanEstimate(
                Number(facts, "estimate.apps"),
                Number(facts, "estimate.requests"),
                Number(facts, "estimate.blobs"),
                Number(facts, "estimate.bytes"),
                Number(facts, "estimate.all-blobs"),
                Number(facts, "estimate.all-bytes"),
                facts.TryGetValue("estimate.microseconds", out var time)
                    ? TimeSpan.FromMicroseconds(long.Parse(time, CultureInfo.InvariantCulture))
                    : null),
        };
    }

    /// <summary>The digest over what a plan says.</summary>
    public static string ComputeDigest(SqliteConnection connection)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var facts = new JournalStatement(
            connection, $"SELECT name, value FROM fact WHERE name <> '{DigestName}' ORDER BY name");
        using var apps = new JournalStatement(connection, $"SELECT {SealedColumns} FROM app ORDER BY id");
        using var blobs = new JournalStatement(connection, "SELECT digest, size, uses FROM blob ORDER BY digest");
        Append(hash, facts);
        Append(hash, apps);
        Append(hash, blobs);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>That the plan of a journal has another digest than its rows.</summary>
    public static JournalException Differs(string path) => new(
        path,
        JournalFailure.OtherPlan,
        $"The plan in the journal '{path}' is not the one that was made: its digest differs. Plan again.");

    private static void Append(IncrementalHash hash, JournalStatement query)
    {
        Span<byte> length = stackalloc byte[4];
        using var rows = query.Query();
        while (rows.Read())
        {
            for (var column = 0; column < rows.FieldCount; column++)
            {
                var bytes = rows.GetValue(column) switch
                {
                    DBNull => null,
                    byte[] raw => raw,
                    var value => Encoding.UTF8.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!),
                };
                BinaryPrimitives.WriteInt32LittleEndian(length, bytes?.Length ?? -1);
                hash.AppendData(length);
                hash.AppendData(bytes ?? []);
            }
        }
    }

    private static void SetStates(SqliteConnection connection, ConflictPolicy onConflict)
    {
        var conflict = onConflict switch
        {
            ConflictPolicy.Skip => AppState.Skipped,
            ConflictPolicy.Overwrite => AppState.Waiting,
            _ => AppState.Refused,
        };
        using var set = new JournalStatement(
            connection,
            "UPDATE app SET state = CASE class WHEN $1 THEN $2 WHEN $3 THEN $4 WHEN $5 THEN $6 WHEN $7 THEN $8 "
            + "ELSE $9 END");
        set.Execute(
            (int)PlanClass.Migrate, (int)AppState.Waiting, (int)PlanClass.Unreachable, (int)AppState.Waiting,
            (int)PlanClass.AlreadyThere, (int)AppState.AlreadyThere, (int)PlanClass.Conflict, (int)conflict,
            (int)AppState.Refused);
    }

    private static void WriteFacts(SqliteConnection connection, PlanFacts facts)
    {
        WriteFact(connection, "created", facts.Created.ToUnixTimeMilliseconds());
        WriteFact(connection, "batch-path", Path.GetFullPath(facts.Batch.Place));
        WriteFact(connection, "batch", facts.Batch.Text);
        WriteFact(connection, "flags", ShellWords.Join(facts.Flags));
        WriteFact(connection, "notes", string.Join('\n', facts.Notes));
        WriteFact(connection, "warnings", string.Join('\n', facts.Warnings));
        WriteFact(connection, "apps", Number(connection, "SELECT COUNT(*) FROM app"));
        foreach (var kind in Enum.GetValues<PlanClass>())
        {
            WriteFact(connection, $"class.{kind}", Number(
                connection, $"SELECT COUNT(*) FROM app WHERE class = {(int)kind}"));
        }

        foreach (var (reason, count) in facts.LeftOut)
        {
            WriteFact(connection, $"left-out.{reason}", count);
        }

        WriteEstimate(connection, facts);
    }

    private static void WriteEstimate(SqliteConnection connection, PlanFacts facts)
    {
        var waiting = $"FROM app WHERE state = {(int)AppState.Waiting}";
        var apps = Number(connection, $"SELECT COUNT(*) {waiting}");
        var allBlobs = Number(connection, $"SELECT COALESCE(SUM(blobs), 0) {waiting}");
        var blobs = Number(connection, "SELECT COUNT(*) FROM blob");
        var referrers = Number(connection, $"SELECT COUNT(referrer) {waiting}");
        var there = Number(connection, $"SELECT COUNT(*) FROM app WHERE state = {(int)AppState.AlreadyThere}");
        var bytes = Number(connection, "SELECT COALESCE(SUM(size), 0) FROM blob");
        var allBytes = Number(connection, $"SELECT COALESCE(SUM(bytes), 0) {waiting}");
        var manifests = ManifestRequests * apps;
        if (facts.Batch.Deploy is not null)
        {
            // The cloud's registry mounts nothing, so that every app sends all that it has, and lets nobody read.
            (blobs, bytes, manifests) = (allBlobs, allBytes, manifests - (ReadingBack * apps));
        }
        else if (!IsForRegistry(facts.Batch) && Number(connection, $"SELECT COUNT(DISTINCT repository) {waiting}") > 1)
        {
            // Layouts and archives share nothing with each other.
            (blobs, bytes) = (allBlobs, allBytes);
        }

        if (!facts.Batch.ReadsBack)
        {
            // A manifest that nothing goes along with is written once, by its tag.
            manifests -= (ReadingBack * apps) + (apps - referrers);
        }

        var requests = IsForRegistry(facts.Batch)
            ? allBlobs + blobs + ChunksOf(connection) + manifests + referrers + there
            : 0;
        WriteFact(connection, "estimate.apps", apps);
        WriteFact(connection, "estimate.requests", requests);
        WriteFact(connection, "estimate.blobs", blobs);
        WriteFact(connection, "estimate.bytes", bytes);
        WriteFact(connection, "estimate.all-blobs", allBlobs);
        WriteFact(connection, "estimate.all-bytes", allBytes);
        if (facts.LookTime is { } look)
        {
            var time = look * requests / facts.Batch.Limits.Apps;
            WriteFact(connection, "estimate.microseconds", (long)time.TotalMicroseconds);
        }
    }

    private static bool IsForRegistry(BatchFile batch) => batch.Target is not { } target
        || target.For(new BindleId("name", BindleVersion.Parse("1.0.0")), target.Team ?? "team") is RegistryReference;

    // A long blob goes in chunks, so that a run that is killed goes on within it.
    private static long ChunksOf(SqliteConnection connection)
    {
        using var chunks = new JournalStatement(
            connection, "SELECT COALESCE(SUM((size + $1 - 1) / $1), 0) FROM blob WHERE size > $1");
        return (long)chunks.Scalar(RegistryProfile.Generic.ChunkBytes)!;
    }

    private static void WriteFact(SqliteConnection connection, string name, object value)
    {
        using var insert = new JournalStatement(connection, "INSERT INTO fact VALUES ($1, $2)");
        insert.Execute(name, Convert.ToString(value, CultureInfo.InvariantCulture));
    }

    private static Dictionary<string, string> ReadFacts(SqliteConnection connection)
    {
        using var query = new JournalStatement(connection, "SELECT name, value FROM fact");
        using var rows = query.Query();
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (rows.Read())
        {
            facts.Add(rows.GetString(0), rows.GetString(1));
        }

        return facts;
    }

    private static ImmutableArray<string> Lines(string text) => text.Length == 0 ? [] : [.. text.Split('\n')];

    private static ImmutableSortedDictionary<T, long> Counts<T>(Dictionary<string, string> facts, string prefix)
        where T : struct, Enum => Enum.GetValues<T>()
            .Where(value => facts.ContainsKey(prefix + value))
            .ToImmutableSortedDictionary(value => value, value => Number(facts, prefix + value));

    private static long Number(Dictionary<string, string> facts, string name) =>
        long.Parse(facts[name], CultureInfo.InvariantCulture);

    private static long Number(SqliteConnection connection, string sql)
    {
        using var statement = new JournalStatement(connection, sql);
        return (long)statement.Scalar()!;
    }
}
