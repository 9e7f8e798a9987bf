using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Migrator.Bindle.Verification;

namespace Migrator.Engine.Audit.Reading;

/// <summary>Collects the findings of one audit; not for several threads at once.</summary>
internal sealed class FindingList
{
    /// <summary>How many findings of one kind are listed; an app with 10,000 files can differ in each.</summary>
    internal const int MaxPerKind = 50;

    private readonly List<Finding> _findings = [];
    private readonly Dictionary<FindingKind, int> _counts = [];

    /// <summary>Whether there is an error so far.</summary>
    public bool HasErrors => _findings.Exists(finding => finding.IsError);

    /// <summary>Records a finding.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="message">Full sentences; control characters in them are escaped here.</param>
    /// <param name="level">The weight, when it is not the kind's own.</param>
    public void Add(FindingKind kind, string subject, string message, FindingLevel? level = null)
    {
        var count = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        if (count <= MaxPerKind)
        {
            _findings.Add(kind.Of(OneLine(subject), OneLine(message), level: level));
        }
    }

    /// <summary>Everything recorded, and for each kind that has more than are listed how many more.</summary>
    public ImmutableArray<Finding> ToImmutable() =>
    [
        .. _findings,
        .. _counts.Where(pair => pair.Value > MaxPerKind).Select(pair => AuditFindings.More.Of(
            pair.Key.Code,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{pair.Value - MaxPerKind} more findings {pair.Key.Code} ({pair.Key.Title}) are not listed."))),
    ];

    private static string OneLine(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var line = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            _ = char.IsControl(c)
                ? line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")
                : line.Append(c);
        }

        return line.ToString();
    }
}
