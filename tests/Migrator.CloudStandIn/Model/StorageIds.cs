using System.Text.RegularExpressions;

namespace Migrator.StandIn.Model;

/// <summary>Storage ids: a bindle's name, or <c>oci://</c> and a repository.</summary>
public static partial class StorageIds
{
    /// <summary>What an artifact's storage id starts with.</summary>
    public const string Scheme = "oci://";

    /// <summary>Whether a storage id names a repository.</summary>
    /// <param name="storageId">The storage id.</param>
    public static bool IsOci(string storageId)
    {
        ArgumentNullException.ThrowIfNull(storageId);
        return storageId.StartsWith(Scheme, StringComparison.Ordinal);
    }

    /// <summary>The repository or the bindle's name.</summary>
    /// <param name="storageId">The storage id.</param>
    public static string NameOf(string storageId) => IsOci(storageId) ? storageId[Scheme.Length..] : storageId;

    /// <summary>
    /// The repository the plugin makes of a name (2.3): lower case, no spaces, no <c>._-</c> at the ends.
    /// </summary>
    /// <param name="name">The name.</param>
    public static string Sanitize(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var lower = string.Concat(name.Where(letter => letter != ' ').Select(Lower));
        return lower.Trim('.', '_', '-');
    }

    internal static bool IsValid(string storageId) =>
        storageId.Length <= 200
        && (IsOci(storageId) ? Repository().IsMatch(NameOf(storageId)) : BindleName().IsMatch(storageId));

    private static char Lower(char letter) => letter is >= 'A' and <= 'Z' ? (char)(letter + ('a' - 'A')) : letter;

    [GeneratedRegex("^[a-zA-Z0-9-_./]*$")]
    private static partial Regex BindleName();

    [GeneratedRegex("^[a-z0-9]+((?:[._]|__|-*)[a-z0-9]+)*(/[a-z0-9]+((?:[._]|__|-*)[a-z0-9]+)*)*$")]
    private static partial Regex Repository();
}
