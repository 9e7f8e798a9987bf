using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Migrator.Engine.Journal;

/// <summary>A part of a plan, for one of several machines: every app is in exactly one of the parts.</summary>
/// <remarks>
/// The app with number <c>n</c> is in part <c>(n - 1) mod Count + 1</c>. Who counts machines from 0 may say so: part 0
/// is the last one. Every machine needs its own copy of the plan's file, and nothing else in common.
/// </remarks>
public sealed record Shard
{
    private Shard(int index, int count) => (Index, Count) = (index, count);

    /// <summary>The whole plan.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Which part, from 1.</summary>
    public int Index { get; }

    /// <summary>How many parts there are.</summary>
    public int Count { get; }

    /// <summary>Whether it is less than the whole plan.</summary>
    public bool IsPart => Count > 1;

    /// <summary>Reads <c>K/N</c>.</summary>
    /// <param name="text">Such as <c>2/8</c>, the second of eight; 1 to 10,000 parts.</param>
    /// <param name="shard">The part, when the text is one.</param>
    /// <returns>Whether it is.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Shard? shard)
    {
        shard = text?.Split('/') is [var first, var second]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is >= 1 and <= 10_000 && index >= 0 && index <= count
                ? new Shard(index == 0 ? count : index, count)
                : null;
        return shard is not null;
    }

    /// <summary>The part as text.</summary>
    /// <returns><c>K/N</c>.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");
}
