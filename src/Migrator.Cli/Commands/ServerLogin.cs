using Migrator.Bindle.Sources.Server;
using Migrator.Bindle.Sources.Server.Tokens;

namespace Migrator.Cli.Commands;

/// <summary>The login for a Bindle server.</summary>
/// <param name="Credential">What the server is shown all the time.</param>
/// <param name="Renewing">The login of the Bindle client, which is renewed when its token ends.</param>
internal sealed record ServerLogin(BindleServerCredential? Credential, BindleTokenLogin? Renewing = null)
{
    /// <summary>None: the server is asked without.</summary>
    public static readonly ServerLogin None = new(Credential: null);
}
