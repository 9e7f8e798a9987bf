using System.Text.RegularExpressions;
using Migrator.StandIn.Http;

namespace Migrator.StandIn.Api;

/// <summary>Rules of names, with the ancestor's words.</summary>
internal static partial class Rules
{
    /// <summary>A name of an app or channel.</summary>
    internal static void Name(Command command, string name, int longest)
    {
        command.Require(name.Length > 0, "Name", "Name is required.");
        Longest(command, "Name", name, longest);
        command.Require(NamePattern().IsMatch(name), "Name", "'Name' is not in the correct format.");
    }

    /// <summary>A text that has a greatest length.</summary>
    internal static void Longest(Command command, string field, string text, int longest) => command.Require(
        text.Length <= longest,
        field,
        $"The length of '{Spaced(field)}' must be {longest} characters or fewer. "
            + $"You entered {text.Length} characters.");

    internal static bool IsDomain(string domain) => DomainPattern().IsMatch(domain);

    private static string Spaced(string field) => Capital().Replace(field, " $0").Trim();

    [GeneratedRegex("^[a-zA-Z0-9-_]*$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^([a-z0-9]+(-[a-z0-9]+)*\\.)+[a-z]{2,}$")]
    private static partial Regex DomainPattern();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
