using System.Diagnostics.CodeAnalysis;

namespace Migrator.Engine.Audit.Judging;

/// <summary>
/// Takes ids for the same that Spin 2 writes alike, since it rewrites those of old manifests to kebab case.
/// </summary>
internal sealed class KebabIds : IEqualityComparer<string>
{
    public static KebabIds Comparer { get; } = new();

    public bool Equals(string? x, string? y) =>
        string.Equals(LettersOf(x), LettersOf(y), StringComparison.OrdinalIgnoreCase);

    public int GetHashCode([DisallowNull] string obj) => StringComparer.OrdinalIgnoreCase.GetHashCode(LettersOf(obj));

    private static string LettersOf(string? id) => string.Concat((id ?? "").Where(char.IsLetterOrDigit));
}
