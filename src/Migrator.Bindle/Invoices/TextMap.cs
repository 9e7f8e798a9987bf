using System.Collections.Immutable;

namespace Migrator.Bindle.Invoices;

/// <summary>Maps of text to text, keys in UTF-8 byte order, as Rust's ordered maps have them.</summary>
public static class TextMap
{
    /// <summary>
    /// Orders text by its UTF-8 bytes, which is the order of code points; .NET's ordinal order differs from it for
    /// characters above U+FFFF.
    /// </summary>
    public static IComparer<string> ByUtf8 { get; } = Comparer<string>.Create(CompareUtf8);

    /// <summary>The empty map.</summary>
    public static ImmutableSortedDictionary<string, string> Empty { get; } =
        ImmutableSortedDictionary.Create<string, string>(ByUtf8);

    private static int CompareUtf8(string? left, string? right)
    {
        if (left is null || right is null)
        {
            return Comparer<bool>.Default.Compare(left is not null, right is not null);
        }

        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            if (left[i] != right[i])
            {
                // A surrogate stands for a code point above every other UTF-16 unit.
                var surrogates = char.IsSurrogate(left[i]).CompareTo(char.IsSurrogate(right[i]));
                return surrogates != 0 ? surrogates : left[i].CompareTo(right[i]);
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
