using Migrator.Bindle.Sources.Server;

namespace Migrator.Cli.Commands;

/// <summary>The Bindle servers that the logins of a command are for; no other origin is shown them.</summary>
/// <param name="OfOptions">The server that a login of options is for; null when there is one server only.</param>
/// <param name="OfEnvironment">The server that a login of the environment is for; null likewise.</param>
internal sealed record LoginHomes(BindleServerAddress? OfOptions, BindleServerAddress? OfEnvironment)
{
    /// <summary>
    /// The command line names the server of its options, <c>BINDLE_URL</c> that of the environment; where one of them
    /// is not given, the other stands for it.
    /// </summary>
    public static LoginHomes Of(BindleServerAddress? named, BindleServerAddress? ofVariable) =>
        new(named ?? ofVariable, ofVariable ?? named);
}
