using System.Collections.Immutable;

namespace Migrator.Oci.Model;

/// <summary>Annotations of OCI content: text to text, keys in UTF-8 byte order.</summary>
public static class AnnotationMap
{
    /// <summary>The empty map; build others from it so that the order holds.</summary>
    public static ImmutableSortedDictionary<string, string> Empty { get; } =
        ImmutableSortedDictionary.Create<string, string>(Comparer<string>.Create(CompareUtf8));

    // UTF-8 byte order is code point order: a surrogate stands above every other UTF-16 unit.
    private static int CompareUtf8(string? left, string? right)
    {
        if (left is null || right is null)
        {
            return Comparer<bool>.Default.Compare(left is not null, right is not null);
        }

        var at = left.AsSpan().CommonPrefixLength(right);
        if (at == left.Length || at == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        var surrogates = char.IsSurrogate(left[at]).CompareTo(char.IsSurrogate(right[at]));
        return surrogates != 0 ? surrogates : left[at].CompareTo(right[at]);
    }
}
