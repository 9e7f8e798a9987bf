using System.Text.RegularExpressions;

namespace Migrator.Oci.References;

/// <summary>The grammar of names (OCI distribution spec, "Pulling manifests").</summary>
internal static partial class ReferenceGrammar
{
    /// <summary>What a tag looks like, for messages.</summary>
    public const string TagRule =
        "a tag has 1 to 128 letters, digits, '_', '.' and '-', and starts with none of the last two";

    private const string Label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";

    public static bool IsTag(string text) => Tag().IsMatch(text);

    public static bool IsRepository(string text) =>
        text.Length <= TargetReference.MaxRepositoryLength && Repository().IsMatch(text);

    public static bool IsHost(string text) => Host().IsMatch(text);

    [GeneratedRegex(@"\A[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex(
        @"\A[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Repository();

    [GeneratedRegex(
        @"\A(?:" + Label + @"(?:\." + Label + @")*|\[[0-9a-fA-F:.]+\])(?::[0-9]{1,5})?\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Host();
}
