using System.Collections.Immutable;
using Migrator.Bindle.Invoices;

namespace Migrator.Bindle.Sources.Trees;

/// <summary>Writes the features that Wagi reads into labels (spec/bindle.md 8.2).</summary>
internal static class WagiFeatures
{
    /// <summary>Gives a label the section <c>feature.wagi</c>.</summary>
    /// <param name="label">The label.</param>
    /// <param name="features">Names and values; what has no value is left out.</param>
    public static Label With(Label label, params ReadOnlySpan<(string Name, string? Value)> features)
    {
        var section = TextMap.Empty.ToBuilder();
        foreach (var (name, value) in features)
        {
            if (value is not null)
            {
                section[name] = value;
            }
        }

        return label with { Features = label.Features.SetItem(WagiLabels.Section, section.ToImmutable()) };
    }

    /// <summary>Marks a label as a file.</summary>
    /// <param name="label">The label.</param>
    public static Label AsFile(Label label) => With(label, ("file", "true"));
}
