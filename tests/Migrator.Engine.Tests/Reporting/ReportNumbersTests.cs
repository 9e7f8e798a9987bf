using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.Data.Sqlite;
using Migrator.Bindle.Invoices;
using Migrator.Bindle.Sources;
using Migrator.Engine.Batch;
using Migrator.Engine.Journal;
using Migrator.Engine.Reporting;
using Migrator.Engine.Tests.Fakes;
using Migrator.Oci.Model;
using Migrator.Testing;

namespace Migrator.Engine.Tests.Reporting;

/// <summary>
/// Every number of a report is counted again from the journal's rows, by statements that share nothing with it.
/// </summary>
public sealed class ReportNumbersTests
{
    private const string Other = $$"""
        {"schemaVersion":2,"mediaType":"{{MediaTypes.ImageManifest}}","config":{"mediaType":"text/plain","size":2,
        "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"},"layers":[]}
        """;

    private const string LastEnded = "(SELECT MAX(id) FROM attempt WHERE ended IS NOT NULL GROUP BY app)";

    // The state, the number and the JSON that they are of: numbers of the file, as its schema says.
    private static readonly (string Path, string Sql)[] Counts =
    [
        ("states.waiting", "SELECT COUNT(*) FROM app WHERE state = 0"),
        ("states.begun", "SELECT COUNT(*) FROM app WHERE state = 1"),
        ("states.done", "SELECT COUNT(*) FROM app WHERE state = 2"),
        ("states.already-there", "SELECT COUNT(*) FROM app WHERE state = 3"),
        ("states.failed", "SELECT COUNT(*) FROM app WHERE state = 4"),
        ("states.skipped", "SELECT COUNT(*) FROM app WHERE state = 5"),
        ("states.refused", "SELECT COUNT(*) FROM app WHERE state = 6"),
        ("plan.apps", "SELECT COUNT(*) FROM app"),
        ("plan.estimate.bytes", "SELECT COALESCE(SUM(size), 0) FROM blob"),
        ("plan.estimate.blobs", "SELECT COUNT(*) FROM blob"),
        ("bytes.parcels", $"SELECT SUM({Newest("parcel_bytes")}) FROM app"),
        ("bytes.artifacts", $"SELECT COALESCE(SUM({Newest("bytes")}), 0) FROM app WHERE state IN (2, 3)"),
        ("bytes.unique", "SELECT COALESCE(SUM(size), 0) FROM blob"),
        ("bytes.sent", "SELECT COALESCE(SUM(bytes_pushed), 0) FROM attempt"),
        ("bytes.found",
            "SELECT COALESCE(SUM(MAX(0, bytes_there - (SELECT COALESCE(SUM(earlier.bytes_pushed), 0) FROM attempt AS "
                + "earlier WHERE earlier.app = attempt.app AND earlier.id <> attempt.id))), 0) FROM attempt "
                + $"WHERE id IN {LastEnded}"),
        ("causes[].apps", "SELECT COUNT(*) FROM app WHERE state IN (4, 6)"),
        ("timeline[].done",
            $"SELECT COUNT(*) FROM attempt WHERE id IN {LastEnded} AND status IN ('Done', 'AlreadyThere')"),
        ("timeline[].failed",
            $"SELECT COUNT(*) FROM attempt WHERE id IN {LastEnded} "
                + "AND status NOT IN ('Done', 'AlreadyThere', 'Skipped')"),
        ("apps[].bytesSent", "SELECT COALESCE(SUM(bytes_pushed), 0) FROM attempt"),
        ("apps[].attempts", "SELECT COUNT(*) FROM attempt"),
        ("apps[].parcels", $"SELECT SUM({Newest("parcels")}) FROM app"),
        ("apps[].parcelBytes", $"SELECT SUM({Newest("parcel_bytes")}) FROM app"),
        ("apps[].blobs", $"SELECT SUM({Newest("blobs")}) FROM app"),
        ("apps[].bytes", $"SELECT SUM({Newest("bytes")}) FROM app"),
    ];

    // What the last attempt has read that did, or else the plan.
    private static string Newest(string column) =>
        $"COALESCE((SELECT attempt.{column} FROM attempt WHERE attempt.app = app.id AND attempt.{column} IS NOT NULL "
        + $"ORDER BY attempt.id DESC LIMIT 1), app.{column})";

    [Fact]
    public Task Write_WhateverBecameOfTheApps_HasTheNumbersOfTheJournal() =>
        Gen.Select(Gen.Int[0, 8].Array[1, 16], Gen.Bool).SampleAsync(async sample =>
        {
            var (kinds, skips) = sample;
            await using var batch = await BrokenAsync(kinds);
            batch.Extra = skips ? "[policy]\nconflict = \"skip\"" : "";
            await batch.PlanAsync();
            batch.Source = SourceOf(kinds, isMended: false, isSigned: true);
            await batch.RunAsync();
            // Some of what failed is well in the second run, and one run is killed at an app.
            batch.Source = SourceOf(kinds, isMended: true, isSigned: true);
            await batch.RunAsync();
            await KillAtAFailedAppAsync(batch);

            var report = ReportOf(batch);

            await using var connection =
                new SqliteConnection($"Data Source={batch.Journal};Mode=ReadOnly;Pooling=False");
            connection.Open();
            Assert.All(Counts, count => Assert.Equal(
                (count.Path, Scalar(connection, count.Sql)), (count.Path, SumOf(report, count.Path))));
            var classes = report.GetProperty("plan").GetProperty("classes").EnumerateObject().ToList();
            Assert.All(classes.Index(), entry => Assert.Equal(
                Scalar(connection, $"SELECT COUNT(*) FROM app WHERE class = {entry.Index}"),
                entry.Item.Value.GetInt64()));
            Assert.Equal(SumOf(report, "plan.apps"), classes.Sum(entry => entry.Value.GetInt64()));
        }, iter: 15);

    private static async Task<SampleBatch> BrokenAsync(int[] kinds)
    {
        var batch = await SampleBatch.StartAsync(SourceOf(kinds, isMended: false));
        batch.Target = "";
        foreach (var (index, _) in kinds.Index().Where(kind => kind.Item == 5))
        {
            batch.Registry.AddManifest(
                $"team/app{index + 1:00000}", "1.0.0", MediaTypes.ImageManifest, Encoding.UTF8.GetBytes(Other));
        }

        return batch;
    }

    private static SampleStore SourceOf(int[] kinds, bool isMended, bool isSigned = false) => new(kinds.Length)
    {
        Change = (number, app) => kinds[number - 1] switch
        {
            1 => app with { LostParcel = true },
            2 => app with { IsSpin = false },
            3 when !isMended => app with { Failure = new("s", "Busy.") { Failure = SourceFailure.Temporary } },
            4 => app with { Failure = new("s", "Busy.") { Failure = SourceFailure.Temporary } },
            6 => app with { Yanked = true },
            7 => app with { Id = BindleId.Parse($"APP{Math.Max(1, number - 1):00000}/1.0.0") },
            _ => app,
        },
        // A run moves another bindle than was planned, or read at all.
        Sign = (number, invoice) => kinds[number - 1] is 3 or 8 && isSigned ? Signed(invoice) : invoice,
    };

    private static Invoice Signed(Invoice invoice)
    {
        using var signer = new BindleSigner("Creator <creator@example.com>");
        return signer.Sign(invoice);
    }

    private static async Task KillAtAFailedAppAsync(SampleBatch batch)
    {
        if (batch.Apps().FirstOrDefault(app => app.App.State == AppState.Failed) is { } failed)
        {
            await using var journal = BatchJournal.Open(batch.Journal);
            var run = await journal.BeginRunAsync(batch.Clock.GetUtcNow(), Shard.Whole, batch.Folder, []);
            await journal.BeginAttempt(run, failed.App, batch.Clock.GetUtcNow()).Begun;
        }
    }

    private static JsonElement ReportOf(SampleBatch batch)
    {
        using var views = JournalViews.Open(batch.Journal);
        using var json = new MemoryStream();
        JsonReport.Write(BatchReport.Of(batch.Journal, views, batch.Clock), views.Apps(), json);
        using var document = JsonDocument.Parse(json.ToArray());
        return document.RootElement.Clone();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar() is long value ? value : 0L, CultureInfo.InvariantCulture);
    }

    // The number at a path such as bytes.sent, or the sum over a list, such as apps[].attempts.
    private static long SumOf(JsonElement element, string path)
    {
        var (name, rest) = path.Split('.', 2) is [var first, var other] ? (first, other) : (path, "");
        return name.EndsWith("[]", StringComparison.Ordinal)
            ? element.GetProperty(name[..^2]).EnumerateArray().Sum(item => SumOf(item, rest))
            : rest.Length == 0 ? element.GetProperty(name).GetInt64() : SumOf(element.GetProperty(name), rest);
    }
}
