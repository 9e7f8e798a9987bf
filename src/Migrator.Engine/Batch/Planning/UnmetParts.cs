using System.Collections.Immutable;
using Migrator.Bindle.Signing;
using Migrator.Bindle.Verification;

namespace Migrator.Engine.Batch.Planning;

/// <summary>What of a batch file has met no bindle so far: a word that is mistyped loses its part unseen.</summary>
/// <param name="file">The batch file.</param>
/// <param name="keyring">The keys that it names; null when signatures are not judged.</param>
internal sealed class UnmetParts(BatchFile file, Keyring? keyring)
{
    private readonly HashSet<(int Source, string Query)> _sources =
    [
        .. file.Sources.Index().SelectMany(source => QueriesOf(source.Item).Select(query => (source.Index, query))),
    ];

    private readonly List<string> _names = [.. file.Selection.Names.Distinct(StringComparer.Ordinal)];
    private readonly List<string> _except = [.. file.Selection.Except.Distinct(StringComparer.Ordinal)];

    /// <summary>A bindle was listed, whether it is taken or not.</summary>
    public void Meet(ListedBindle bindle)
    {
        _sources.Remove((bindle.Source, bindle.Query));
        if (bindle.Entry.Id is { } id)
        {
            _names.RemoveAll(pattern => BatchSelection.IsMeant([pattern], id));
            _except.RemoveAll(pattern => BatchSelection.IsMeant([pattern], id));
        }
    }

    /// <summary>A line for each that is left, in the order of the file.</summary>
    public ImmutableArray<string> Warnings() =>
    [
        .. _sources.Order().Select(part => Describe(part.Source, part.Query)),
        .. _names.Select(pattern => DescribePattern("names", pattern)),
        .. _except.Select(pattern => DescribePattern("except", pattern)),
        .. file.Selection.SignedBy.Where(label => !IsKnown(label)).Distinct(StringComparer.Ordinal)
            .Select(DescribeLabel),
    ];

    private static ImmutableArray<string> QueriesOf(BatchSource source) =>
        source.Queries.IsEmpty ? [""] : source.Queries;

    private string Describe(int number, string query)
    {
        var source = file.Sources[number];
        var asked = query.Length == 0 ? "" : $", query {MessageText.Quote(query)}";
        return MessageText.Line(
            $"No bindle was found in source {number + 1}, {source.Kind.ToString().ToLowerInvariant()} "
            + $"{MessageText.Quote(source.Location)}{asked}.");
    }

    private bool IsKnown(string label) => keyring is not null
        && keyring.Entries.Any(entry => string.Equals(entry.Label, label, StringComparison.Ordinal));

    private static string DescribeLabel(string label) => MessageText.Line(
        $"No key of the keyring has the label {MessageText.Quote(label)}, which is in signed-by of [select].");

    private static string DescribePattern(string key, string pattern) => MessageText.Line(
        $"No bindle of the sources has a name like {MessageText.Quote(pattern)}, which is in {key} of [select].");
}
