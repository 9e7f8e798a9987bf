using System.Text.RegularExpressions;
using Migrator.Bindle.Verification;

namespace Migrator.Cli.Commands;

/// <summary>A user and a password that somebody typed before a host, <c>USER:PASSWORD@HOST</c>.</summary>
internal static partial class TypedLogin
{
    /// <summary>What is said of an argument that holds one; the argument itself is not repeated.</summary>
    public const string Refusal =
        "An argument holds a user and a password before its host. Leave them out there: for a registry give --username "
        + "and pipe the password into --password-stdin; for a Bindle server set BINDLE_USERNAME and BINDLE_PASSWORD.";

    /// <summary>Whether an argument holds one, and is no path that is there.</summary>
    public static bool IsIn(string argument) => Redact(argument) != argument && !Path.Exists(argument);

    /// <summary>A message without the logins in it, should it repeat something of the command line.</summary>
    public static string Redact(string message) => Login().Replace(MessageText.WithoutLogins(message), "***@");

    // Not a host with its port, not the kind of a source or target, not NAME:TAG before a digest, and not the form of
    // a reference as messages give it.
    [GeneratedRegex(
        @"(?<![^\s'""(])(?!(?:oci|oci-archive|bindle):|HOST\[:)[^\s'""(/:@]+:(?![0-9]+/)[^\s]+@(?!sha[0-9]+:)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Login();
}
