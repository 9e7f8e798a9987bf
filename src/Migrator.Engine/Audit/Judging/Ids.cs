namespace Migrator.Engine.Audit.Judging;

/// <summary>Compares component ids as Spin 2 does, which rewrites those of old manifests to kebab case.</summary>
internal static class Ids
{
    public static bool AreSameForSpin(string left, string right) => string.Equals(
        LettersOf(left), LettersOf(right), StringComparison.OrdinalIgnoreCase);

    private static string LettersOf(string id) => string.Concat(id.Where(char.IsLetterOrDigit));
}
