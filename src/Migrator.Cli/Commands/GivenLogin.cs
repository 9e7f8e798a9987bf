namespace Migrator.Cli.Commands;

/// <summary>The parts of a login for a Bindle server as options or the environment give them.</summary>
/// <param name="User">The user.</param>
/// <param name="Password">The password.</param>
/// <param name="TokenFile">A file with a token.</param>
internal sealed record GivenLogin(string? User, string? Password, string? TokenFile)
{
    /// <summary>Nothing is given.</summary>
    public static readonly GivenLogin None = new(null, null, null);

    /// <summary>What the environment gives; a variable that is empty is as one that is not set.</summary>
    public static GivenLogin OfEnvironment(CliContext context) => new(
        Variable(context, "BINDLE_USERNAME"),
        Variable(context, "BINDLE_PASSWORD"),
        Variable(context, "BINDLE_TOKEN_FILE"));

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => this == None ? "no login" : "a login";

    private static string? Variable(CliContext context, string name) =>
        context.Variable(name) is { Length: > 0 } value ? value : null;
}
