using System.Text;
using System.Text.Json;
using Migrator.Bindle.Invoices;
using Migrator.Testing;

namespace Migrator.Bindle.Tests.Invoices;

/// <summary>What the real server and real authors say of invoices, against our reader and writer.</summary>
public sealed class InvoiceTomlGoldenTests
{
    // TOML 1.0 allows it, the server's reader did not; spec/bindle.md 10.1 row 13 takes it.
    private const string DottedThenHeader = "dotted label keys then [parcel.label.feature.wagi]";

    // The only one with "authors = []", which the model does not tell from absent.
    private const string EmptyAuthors = "/description-empty/";

    // Made to be wrong by their authors, read by a looser reader of versions (spec/bindle.md 3.2), or older than the
    // field "size".
    private static readonly Dictionary<string, string> Faulty = new(StringComparer.Ordinal)
    {
        ["deislabs+bindle@v0.1.0/tests/scaffolds/invalid/invoice.toml"] = "BM1005",
        ["history/deislabs+bindle@66bef4ec0d/tests/scaffolds/invalid/invoice.toml"] = "BM1005",
        ["history/deislabs+wagi@597aa7c050/testdata/standalone-bindles/" +
            "5c168e0e969ec344be4044dccd4f68e26f20976a5edac0d49e0c28c57ba465b5/invoice.toml"] = "BM1011",
        ["history/deislabs+bindle@f1f32edad8/test/data/full-invoice.toml"] = "BM1005",
        ["history/deislabs+bindle@f1f32edad8/test/data/simple-invoice.toml"] = "BM1005",
        ["history/deislabs+bindle@f99131728f/test/data/full-invoice.toml"] = "BM1011 BM1005",
        ["history/deislabs+bindle@f99131728f/test/data/simple-invoice.toml"] = "BM1011 BM1005",
        ["history/deislabs+bindle@22fca7d9ec/test/data/alt-format-invoice.toml"] = "BM1005",
    };

    public static TheoryData<string> RealInvoices() => new(
        Files("golden", "invoice.toml")
            .Concat(Files("golden/bindle-server/signing/invoices", "*.toml"))
            .Concat(Files("golden/bindle-server/signing/stored", "*.toml"))
            .Concat(Files("corpus/invoices", "*invoice.toml"))
            .Where(file => !file.Contains("/damaged/", StringComparison.Ordinal)));

    public static TheoryData<string> Snippets() => new(Files("corpus/invoices/docs-snippets", "*.toml"));

    [SharedTheory]
    [MemberData(nameof(RealInvoices))]
    public void Read_RealInvoice_HasOnlyExpectedErrorsAndRoundTrips(string file)
    {
        var expected = Faulty.GetValueOrDefault(file.Replace("corpus/invoices/", "", StringComparison.Ordinal), "");

        var reading = InvoiceToml.Read(File.ReadAllBytes(SharedData.Combine(file)), file);

        var errors = reading.Findings.Where(finding => finding.IsError).Select(finding => finding.Code).Distinct();
        Assert.Equal(expected, string.Join(' ', errors));
        if (reading.Invoice is { } invoice)
        {
            var again = InvoiceToml.Read(InvoiceToml.Write(invoice), file);
            Assert.Equal(InvoiceData.Of(invoice), InvoiceData.Of(again.Invoice));
        }
    }

    [SharedTheory]
    [MemberData(nameof(Snippets))]
    public void Read_SnippetOfTheDocuments_IsTomlUnlessMarkedOtherwise(string file)
    {
        var index = File.ReadLines(SharedData.Combine("corpus", "index.csv"));
        var isFaulty = index.Any(line =>
            line.Contains(Path.GetFileName(file), StringComparison.Ordinal)
            && line.Contains("toml-error", StringComparison.Ordinal));

        var reading = InvoiceToml.Read(File.ReadAllBytes(SharedData.Combine(file)), file);

        Assert.Equal(isFaulty, reading.Findings.Any(finding => finding.Kind == ReadingFindings.NotToml));
    }

    [SharedFact]
    public void Write_WhatTheMakersWrote_GivesTheirBytes()
    {
        var files = Files("golden/spin", "invoice.toml").Concat(Files("golden/hippofacts", "invoice.toml")).ToList();

        Assert.True(files.Count > 100, $"{files.Count} invoices");
        Assert.All(files.Where(file => !file.Contains(EmptyAuthors, StringComparison.Ordinal)), file =>
        {
            var bytes = File.ReadAllBytes(SharedData.Combine(file));
            var written = InvoiceToml.Write(InvoiceToml.Read(bytes, file).Invoice!);
            Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(written));
        });
    }

    [SharedFact]
    public void Read_WhatTheServerRefused_IsRefused()
    {
        var posts = MalformedPosts().ToList();

        Assert.True(posts.Count > 130, $"{posts.Count} posts");
        var differing = posts
            .Where(post => post.Name != DottedThenHeader)
            .Where(post => InvoiceToml.Read(post.Body, "x").Findings.Any(finding => finding.IsError) != post.IsRefused)
            .Select(post => post.Name);
        Assert.Equal(
            ["duplicate key in annotations: last wins", "duplicate key in feature: last wins"],
            differing);
    }

    // Refusals that are not the reader's: the server could read these and failed to store or verify them.
    private static bool IsOfReading(string body) => body.Contains("deserialize", StringComparison.Ordinal);

    private static IEnumerable<(string Name, byte[] Body, bool IsRefused)> MalformedPosts()
    {
        var file = SharedData.Combine("golden", "bindle-server", "exchanges", "malformed.file.jsonl");
        foreach (var line in File.ReadLines(file))
        {
            var exchange = JsonDocument.Parse(line).RootElement;
            if (!exchange.TryGetProperty("request", out var request)
                || request.GetProperty("method").GetString() != "POST")
            {
                continue;
            }

            var body = request.TryGetProperty("bodyBase64", out var base64)
                ? base64.GetBytesFromBase64()
                : Encoding.UTF8.GetBytes(request.GetProperty("body").GetString() ?? "");
            var response = exchange.GetProperty("response");
            var isRefused = response.GetProperty("status").GetInt32() == 400
                && IsOfReading(response.GetProperty("body").GetString() ?? "");
            yield return (exchange.GetProperty("step").GetString()!, body, isRefused);
        }
    }

    private static IEnumerable<string> Files(string part, string pattern)
    {
        var folder = SharedData.Combine(part);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(SharedData.Path, file))
                .Order(StringComparer.Ordinal)
            : [];
    }
}
