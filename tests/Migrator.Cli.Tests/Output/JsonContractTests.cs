using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Migrator.Cli.Output;
using Migrator.Engine.Jobs;
using Migrator.Testing;

namespace Migrator.Cli.Tests.Output;

/// <summary>The documented shape of the JSON results is the real one: no member more, none less.</summary>
public sealed partial class JsonContractTests
{
    // What the section names beside members: values, options and the like.
    private static readonly HashSet<string> Values =
    [
        .. Enum.GetValues<JobStatus>().Select(Words.Of), .. Enum.GetValues<JobStage>().Select(Words.Of),
        "note", "warning", "error", "usage", "--output json", "--on-conflict skip", "null", "false", "BM", "inspect",
        "spin", "wagi", "data", "source", "bindle", "artifact",
    ];

    private static readonly List<JsonElement> Documents = ReadSnapshot();
    private static readonly string Section = ReadSection();

    public static TheoryData<int, string> Rows
    {
        get
        {
            var rows = new TheoryData<int, string>();
            foreach (var (index, document) in Documents.Index())
            {
                rows.Add(index, document.GetProperty("schema").GetString()!);
            }

            return rows;
        }
    }

    [Fact]
    public void Snapshot_Documents_AreOfEverySchema() =>
        Assert.Equal(
            [
                "bindle2oci.inspect/1", "bindle2oci.migrate/1", "bindle2oci.restore/1", "bindle2oci.usage/1",
                "bindle2oci.verify/1",
            ],
            Documents.Select(document => document.GetProperty("schema").GetString()!)
                .Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Snapshot_EveryMember_IsDocumentedForItsSchema(int index, string schema)
    {
        var (intro, row) = Documented(Documents[index], schema);

        Assert.Empty(MembersOf(Documents[index]).Except(intro.Concat(row)));
        Assert.Empty(Documents[index].EnumerateObject().Select(member => member.Name).Except(intro.Concat(row)));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Readme_EveryMemberOfARow_IsInAResultOfItsSchema(int index, string schema)
    {
        var row = Documented(Documents[index], schema).Row;
        var members = Documents.Where(document => document.GetProperty("schema").GetString() == schema)
            .SelectMany(MembersOf)
            .ToHashSet(StringComparer.Ordinal);

        Assert.Empty(row.Where(IsMember).Except(members));
    }

    [Fact]
    public void Readme_EveryMemberOfTheSection_IsInAResult() =>
        Assert.Empty(Quoted(Section).Where(IsMember).Except(Documents.SelectMany(MembersOf)));

    private static bool IsMember(string word) =>
        !Values.Contains(word) && !word.StartsWith("bindle2oci.", StringComparison.Ordinal);

    private static (HashSet<string> Intro, HashSet<string> Row) Documented(JsonElement document, string schema)
    {
        var kind = document.TryGetProperty("kind", out var value) ? value.GetString()! : null;
        var lines = Section.Split('\n');
        var row = lines.Where(line => line.StartsWith("| `bindle2oci.", StringComparison.Ordinal)).Single(line =>
            Cell(line).Contains($"`{schema}`", StringComparison.Ordinal)
            && (kind is null || Cell(line).Contains($"`{kind}`", StringComparison.Ordinal)));
        var intro = lines.TakeWhile(line => !line.StartsWith("| schema |", StringComparison.Ordinal));
        return (Quoted(string.Join('\n', intro)), Quoted(row));
    }

    private static string Cell(string row) => row.Split('|')[1];

    private static HashSet<string> Quoted(string text) =>
        [.. Backticks().Matches(text).Select(match => match.Groups[1].Value)];

    private static IEnumerable<string> MembersOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(member => MembersOf(member.Value).Prepend(member.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(MembersOf),
        _ => [],
    };

    private static string ReadSection()
    {
        var text = File.ReadAllText(RepositoryRoot.Combine("src", "Migrator.Cli", "README.md"));
        var start = text.IndexOf("## JSON\n", StringComparison.Ordinal);
        var end = text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }

    private static List<JsonElement> ReadSnapshot()
    {
        var path = RepositoryRoot.Combine(
            "tests", "Migrator.Cli.Tests", "EndToEnd", "__snapshots__", "PetstoreTests.json.snap");
        var bytes = Encoding.UTF8.GetBytes(File.ReadAllText(path));
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        var documents = new List<JsonElement>();
        while (reader.Read())
        {
            documents.Add(JsonElement.ParseValue(ref reader));
        }

        return documents;
    }

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Backticks();
}
